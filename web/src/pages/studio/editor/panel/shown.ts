/** What the fields of the panel can set, by type: all else that a file says is listed as it is. */
import type { Moddle } from '../types';

const OURS = (...names: string[]) => names.map((one) => `guicheng:${one}`);

/** What can be set on an element of the type, or of one that extends it. */
export const SETTABLE: Record<string, string[]> = {
  'bpmn:BaseElement': ['documentation'],
  'bpmn:FlowElement': ['name', ...OURS('nameEn', 'clauses')],
  'bpmn:Lane': ['name', ...OURS('nameEn', 'clauses', 'role')],
  'bpmn:Participant': ['name', ...OURS('nameEn', 'clauses')],
  'bpmn:MessageFlow': ['name', ...OURS('nameEn', 'clauses')],
  'bpmn:TextAnnotation': ['text', ...OURS('nameEn', 'clauses')],
  'bpmn:Process': [
    'name',
    ...OURS('nameEn', 'clauses', 'family', 'startableBy', 'placeholder', 'title', 'summary'),
    ...OURS('caseNumber', 'searchable', 'versionTag', 'withdraw', 'review', 'variables'),
  ],
  'bpmn:FlowNode': OURS('multiMerge'),
  'bpmn:StartEvent': ['isInterrupting', 'parallelMultiple', ...OURS('formId')],
  'bpmn:UserTask': OURS(
    ...['formId', 'priority', 'due', 'nobodyFound', 'separateFrom', 'sameAsInitiator', 'samePerson'],
    ...['skipData', 'reminder', 'escalation', 'timeout', 'timeoutAction', 'timeoutData'],
    ...['opinion', 'signature', 'actions'],
  ),
  'bpmn:AdHocSubProcess': [
    ...['ordering', 'cancelRemainingInstances', 'completionCondition'],
    ...OURS('priority', 'due', 'nobodyFound', 'separateFrom'),
  ],
  'bpmn:ServiceTask': OURS('connector'),
  'bpmn:BusinessRuleTask': OURS('decisionId', 'resultVariable'),
  'bpmn:CallActivity': ['calledElement', ...OURS('binding', 'version', 'versionTag')],
  'bpmn:CatchEvent': ['parallelMultiple', ...OURS('correlationKey')],
  'bpmn:ThrowEvent': OURS('correlationKey'),
  'bpmn:SendTask': ['messageRef', ...OURS('correlationKey')],
  'bpmn:ReceiveTask': ['messageRef', 'instantiate', ...OURS('correlationKey')],
  'bpmn:Activity': ['default', 'isForCompensation'],
  'bpmn:ExclusiveGateway': ['default'],
  'bpmn:InclusiveGateway': ['default'],
  'bpmn:ComplexGateway': ['default', 'activationCondition'],
  'bpmn:EventBasedGateway': ['instantiate', 'eventGatewayType'],
  'bpmn:BoundaryEvent': ['cancelActivity'],
  'bpmn:SequenceFlow': ['conditionExpression'],
  'bpmn:MultiInstanceLoopCharacteristics': [
    ...['isSequential', 'loopCardinality', 'completionCondition'],
    ...OURS('collection', 'inputItem', 'outputCollection', 'outputItem'),
  ],
  'bpmn:StandardLoopCharacteristics': ['loopCondition', 'testBefore', 'loopMaximum'],
  'bpmn:TimerEventDefinition': ['timeDate', 'timeDuration', 'timeCycle'],
  'bpmn:MessageEventDefinition': ['messageRef'],
  'bpmn:SignalEventDefinition': ['signalRef'],
  'bpmn:ErrorEventDefinition': ['errorRef'],
  'bpmn:EscalationEventDefinition': ['escalationRef'],
  'bpmn:ConditionalEventDefinition': ['condition'],
  'bpmn:LinkEventDefinition': ['name'],
  'bpmn:CompensateEventDefinition': ['activityRef', 'waitForCompletion'],
};

/** Children of ours that the panel edits whole. */
export const CHILDREN = OURS(
  ...['Assignment', 'FieldRights', 'FieldRight', 'Approval', 'Input', 'Output'],
);

/** What the drawing itself shows: structure, or which element another is joined to. */
const DRAWN = [
  ...['id', 'incoming', 'outgoing', 'lanes', 'flowElements', 'artifacts', 'laneSets', 'childLaneSet'],
  ...['flowNodeRef', 'sourceRef', 'targetRef', 'attachedToRef', 'boundaryEventRefs', 'processRef'],
  ...['participants', 'messageFlows', 'triggeredByEvent', 'dataObjectRef', 'isExecutable'],
  ...['gatewayDirection', 'isMarkerVisible', 'associationDirection', 'dataStoreRef', 'labels'],
];

/** Elements beside the process that have their own place: in the drawing, or with their events. */
export const OUTSIDE = [
  ...['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Message', 'bpmn:Signal', 'bpmn:Error'],
  'bpmn:Escalation',
];

interface Typed extends Moddle {
  $instanceOf?(type: string): boolean;
  $descriptor?: { propertiesByName: Record<string, { ns: { name: string } } | undefined> };
}

/** With the prefix that it has in the file; names of BPMN itself have none. */
export function qualified(of: Moddle, name: string): string {
  const known = (of as Typed).$descriptor?.propertiesByName[name];
  return known ? known.ns.name.replace(/^bpmn:/, '') : name;
}

export function isShown(of: Moddle, name: string): boolean {
  if (of.$type === 'bpmn:ExtensionElements') return CHILDREN.includes(name);
  const full = qualified(of, name);
  if (DRAWN.includes(full)) return true;
  return Object.entries(SETTABLE).some(
    ([type, names]) => names.includes(full) && Boolean((of as Typed).$instanceOf?.(type)),
  );
}

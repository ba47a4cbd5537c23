/** Draws by words instead of by hand: appends, connects, attaches and removes. */
import type { Element, Modeling, Selection, Services } from '../types';

interface Shapes {
  createShape(given: Record<string, unknown>): Element;
}

interface AutoPlace {
  append(source: Element, shape: Element): Element;
}

interface Drawing extends Modeling {
  connect(source: Element, target: Element): Element;
  createShape(shape: Element, at: object, parent: Element, hints: object): Element;
  removeElements(elements: Element[]): void;
}

interface Replace {
  replaceElement(element: Element, wanted: { type: string }): Element;
}

interface Rules {
  allowed(rule: string, context: object): unknown;
}

/** What may follow, as an owner names it, with its type. */
export const STEPS: Record<string, string> = {
  userTask: 'bpmn:UserTask',
  serviceTask: 'bpmn:ServiceTask',
  businessRuleTask: 'bpmn:BusinessRuleTask',
  callActivity: 'bpmn:CallActivity',
  exclusive: 'bpmn:ExclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
  timer: 'bpmn:IntermediateCatchEvent',
  end: 'bpmn:EndEvent',
};

export const TASKS = [
  ...['UserTask', 'ServiceTask', 'BusinessRuleTask', 'CallActivity', 'SendTask', 'ReceiveTask'],
  ...['ManualTask', 'Task'],
];

export function append(modeler: Services, source: Element, step: string): Element {
  const isTimer = step === 'timer';
  const shape = modeler.get<Shapes>('elementFactory').createShape({
    type: STEPS[step],
    ...(isTimer ? { eventDefinitionType: 'bpmn:TimerEventDefinition' } : {}),
  });
  const made = modeler.get<AutoPlace>('autoPlace').append(source, shape);
  modeler.get<Selection>('selection').select(made);
  return made;
}

/** A timer on the edge of an activity: when it goes off, the case goes on from there. */
export function attachTimer(modeler: Services, host: Element): Element {
  const shape = modeler.get<Shapes>('elementFactory').createShape({
    type: 'bpmn:BoundaryEvent',
    eventDefinitionType: 'bpmn:TimerEventDefinition',
  });
  const at = { x: host.x + host.width - 24, y: host.y + host.height };
  const made = modeler.get<Drawing>('modeling').createShape(shape, at, host, { attach: true });
  modeler.get<Selection>('selection').select(made);
  return made;
}

export function mayConnect(modeler: Services, source: Element, target: Element): boolean {
  const said = modeler.get<Rules>('rules').allowed('connection.create', { source, target });
  return (said as { type?: string } | null)?.type === 'bpmn:SequenceFlow';
}

export function connect(modeler: Services, source: Element, target: Element): void {
  const flow = modeler.get<Drawing>('modeling').connect(source, target);
  modeler.get<Selection>('selection').select(flow);
}

export function remove(modeler: Services, element: Element): void {
  modeler.get<Drawing>('modeling').removeElements([element]);
}

export function turnInto(modeler: Services, element: Element, kind: string): void {
  const made = modeler.get<Replace>('bpmnReplace').replaceElement(element, { type: `bpmn:${kind}` });
  modeler.get<Selection>('selection').select(made);
}

/** Draws by words instead of by hand: appends, connects, attaches and removes. */
import { together } from '../together';
import type { Element, Modeling, Registry, Selection, Services } from '../types';

interface Shapes {
  createShape(given: Record<string, unknown>): Element;
}

interface AutoPlace {
  append(source: Element, shape: Element): Element;
}

interface Flow extends Element {
  target: Element;
}

interface Joined extends Element {
  outgoing?: Flow[];
}

interface Insertion {
  source: Element;
  flow: Flow;
  shape: Element;
}

interface SpaceTool {
  calculateAdjustments(
    elements: Element[],
    axis: 'x',
    delta: number,
    start: number,
  ): { movingShapes: Element[]; resizingShapes: Element[] };
}

interface Drawing extends Modeling {
  createSpace(moving: Element[], resizing: Element[], by: object, direction: 'e', start: number): void;
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

/** Between the element and what follows it now; beside it where that cannot be. */
export function append(modeler: Services, source: Element, step: string): Element {
  const isTimer = step === 'timer';
  const shape = modeler.get<Shapes>('elementFactory').createShape({
    type: STEPS[step],
    ...(isTimer ? { eventDefinitionType: 'bpmn:TimerEventDefinition' } : {}),
  });
  const flow = step === 'end' ? undefined : onlyWayOn(source);
  const made = flow
    ? insert(modeler, { source, flow, shape })
    : modeler.get<AutoPlace>('autoPlace').append(source, shape);
  modeler.get<Selection>('selection').select(made);
  return made;
}

/** The flow to the one element that follows on the right; none of a gateway, whose ways are added. */
function onlyWayOn(source: Element): Flow | undefined {
  const flows = ((source as Joined).outgoing ?? []).filter((one) => one.type === 'bpmn:SequenceFlow');
  const [flow] = flows;
  if (!flow || flows.length > 1 || source.type.endsWith('Gateway')) return undefined;
  return flow.target.x > source.x + source.width ? flow : undefined;
}

const GAP = 60;

/** Makes room on the right of the source, and puts the shape into the flow. */
function insert(modeler: Services, { source, flow, shape }: Insertion): Element {
  const modeling = modeler.get<Drawing>('modeling');
  const from = source.x + source.width;
  const need = shape.width + 2 * GAP - (flow.target.x - from);
  const at = { x: from + GAP + shape.width / 2, y: source.y + source.height / 2 };
  let made: Element = shape;
  together(
    modeler,
    () => {
      if (need <= 0) return;
      const all = modeler.get<Registry>('elementRegistry').filter((one) => Boolean(one.parent));
      const { movingShapes, resizingShapes } = modeler
        .get<SpaceTool>('spaceTool')
        .calculateAdjustments(all, 'x', need, from + 1);
      modeling.createSpace(movingShapes, resizingShapes, { x: need, y: 0 }, 'e', from + 1);
    },
    () => {
      made = modeling.createShape(shape, at, flow, {});
    },
  );
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

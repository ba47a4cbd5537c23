/** Reads and changes our vocabulary on an element, by commands that can be undone. */
import type { Element, Factory, Moddle, Modeling, Services } from './types';

/** A process is edited at its pool, or at the sheet when there is no pool. */
export function subject(element: Element): Moddle {
  const own = element.businessObject;
  if (own.$type === 'bpmn:Participant') return (own.get('processRef') as Moddle | undefined) ?? own;
  return own;
}

export function text(of: Moddle, name: string): string {
  const found = of.get(name);
  return found === undefined || found === null ? '' : String(found);
}

export function change(
  modeler: Services,
  element: Element,
  properties: Record<string, unknown>,
): void {
  const modeling = modeler.get<Modeling>('modeling');
  const of = subject(element);
  const filled = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === '' ? undefined : value]),
  );
  if (of === element.businessObject) modeling.updateProperties(element, filled);
  else modeling.updateModdleProperties(element, of, filled);
}

export function children(of: Moddle, type: string): Moddle[] {
  const holder = of.get('extensionElements') as Moddle | undefined;
  const values = (holder?.get('values') as Moddle[] | undefined) ?? [];
  return values.filter((one) => one.$type === type);
}

/** Puts these in the place of all children of the type; the others stay. */
export function setChildren(
  modeler: Services,
  element: Element,
  type: string,
  wanted: Record<string, string>[],
): void {
  setChildrenOf(modeler, element, { [type]: wanted });
}

/** The same for several types in one step. */
export function setChildrenOf(
  modeler: Services,
  element: Element,
  wanted: Record<string, Record<string, string>[]>,
): void {
  const factory = modeler.get<Factory>('bpmnFactory');
  const of = subject(element);
  const holder = of.get('extensionElements') as Moddle | undefined;
  const others = ((holder?.get('values') as Moddle[] | undefined) ?? []).filter(
    (one) => !(one.$type in wanted),
  );
  const made = Object.entries(wanted).flatMap(([type, ones]) =>
    ones.map((one) => {
      const given = Object.entries(one).filter(([, value]) => value !== '');
      return factory.create(type, Object.fromEntries(given));
    }),
  );
  const values = [...made, ...others];
  const next = values.length ? factory.create('bpmn:ExtensionElements', { values }) : undefined;
  for (const one of values) if (next) one.$parent = next;
  if (next) next.$parent = of;
  put(modeler, element, of, { extensionElements: next });
}

/** Changes an object that belongs to the element, such as a marker or an event definition. */
export function put(
  modeler: Services,
  element: Element,
  of: Moddle,
  properties: Record<string, unknown>,
): void {
  const filled = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === '' ? undefined : value]),
  );
  modeler.get<Modeling>('modeling').updateModdleProperties(element, of, filled);
}

export function documentation(of: Moddle): string {
  const found = (of.get('documentation') as Moddle[] | undefined) ?? [];
  return found.map((one) => text(one, 'text')).join('\n');
}

export function document(modeler: Services, element: Element, words: string): void {
  const factory = modeler.get<Factory>('bpmnFactory');
  const of = subject(element);
  const made = words.trim() ? [factory.create('bpmn:Documentation', { text: words })] : [];
  for (const one of made) one.$parent = of;
  modeler.get<Modeling>('modeling').updateModdleProperties(element, of, { documentation: made });
}

/** The FEEL of a flow's condition, and of a timer. */
export function setExpression(
  modeler: Services,
  element: Element,
  place: { of: Moddle; name: string },
  words: string,
): void {
  const factory = modeler.get<Factory>('bpmnFactory');
  const body = words.trim();
  const made = body ? factory.create('bpmn:FormalExpression', { body }) : undefined;
  if (made) made.$parent = place.of;
  modeler
    .get<Modeling>('modeling')
    .updateModdleProperties(element, place.of, { [place.name]: made });
}

export function expression(of: Moddle, name: string): string {
  const found = of.get(name) as Moddle | undefined;
  return found ? text(found, 'body') : '';
}


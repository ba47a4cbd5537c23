/** Messages, signals, errors and escalations: named once in a file, used by many events. */
import { put } from '../facts';
import { together } from '../together';
import type { Element, Factory, Moddle, Services } from '../types';

export interface Kind {
  /** The type of what is named, and the property by which an event refers to it. */
  type: string;
  reference: string;
  /** Properties that the engine reads, the first as what people see. */
  parts: string[];
}

export const KINDS: Record<string, Kind> = {
  'bpmn:MessageEventDefinition': { type: 'bpmn:Message', reference: 'messageRef', parts: ['name'] },
  'bpmn:SendTask': { type: 'bpmn:Message', reference: 'messageRef', parts: ['name'] },
  'bpmn:ReceiveTask': { type: 'bpmn:Message', reference: 'messageRef', parts: ['name'] },
  'bpmn:SignalEventDefinition': { type: 'bpmn:Signal', reference: 'signalRef', parts: ['name'] },
  'bpmn:ErrorEventDefinition': { type: 'bpmn:Error', reference: 'errorRef', parts: ['name', 'errorCode'] },
  'bpmn:EscalationEventDefinition': {
    type: 'bpmn:Escalation',
    reference: 'escalationRef',
    parts: ['name', 'escalationCode'],
  },
};

export function definitionsOf(of: Moddle): Moddle | undefined {
  let at: Moddle | undefined = of;
  while (at && at.$type !== 'bpmn:Definitions') at = at.$parent;
  return at;
}

export function existing(of: Moddle, type: string): Moddle[] {
  const found = (definitionsOf(of)?.get('rootElements') as Moddle[] | undefined) ?? [];
  return found.filter((one) => one.$type === type);
}

/** A new one under this name, to which `user` refers at once; undone in one step. */
export function define(modeler: Services, element: Element, user: Moddle, name: string): void {
  const kind = KINDS[user.$type];
  const definitions = definitionsOf(user);
  if (!kind || !definitions) return;
  const made = modeler.get<Factory>('bpmnFactory').create(kind.type, { name });
  for (const part of kind.parts.slice(1)) (made as unknown as Record<string, string>)[part] = name;
  made.$parent = definitions;
  const rootElements = [...((definitions.get('rootElements') as Moddle[] | undefined) ?? []), made];
  together(
    modeler,
    () => put(modeler, element, definitions, { rootElements }),
    () => put(modeler, element, user, { [kind.reference]: made }),
  );
}

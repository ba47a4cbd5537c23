/** What differs between two diagrams, as a list for people: kind, element, what of it. */
import { BpmnModdle } from 'bpmn-moddle';
import { diff, type Difference, type DifferElement } from 'bpmn-js-differ';
import vocabulary from '../../../../../engine/bpmn/guicheng-moddle.json';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

export interface Detail {
  property: string;
  before: string;
  after: string;
}

export interface Change {
  kind: ChangeKind;
  id: string;
  type: string;
  name: string;
  details: Detail[];
}

const INSIDE = /Diagram|Plane|BPMNShape|BPMNEdge|Definitions$/;
const MOST = 160;

/** A value as a short text; what has parts is told by its own text or left as its kind. */
export function told(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value).slice(0, MOST);
  if (Array.isArray(value)) return value.map(told).filter(Boolean).join(', ').slice(0, MOST);
  const { body, text, id, values, $type } = value as Record<string, unknown>;
  if (body ?? text ?? id) return String(body ?? text ?? id).slice(0, MOST);
  if (Array.isArray(values)) return values.map(attributes).join('; ').slice(0, MOST);
  return typeof $type === 'string' ? $type.replace(/^\w+:/, '') : '';
}

function attributes(value: unknown): string {
  const entries = Object.entries(value as Record<string, unknown>).filter(
    ([name, one]) => !name.startsWith('$') && typeof one !== 'object',
  );
  const { $type } = value as { $type?: string };
  const own = entries.map(([name, one]) => `${name}=${String(one)}`).join(' ');
  return `${($type ?? '').replace(/^\w+:/, '')} ${own}`.trim();
}

function changeOf(kind: ChangeKind, element: DifferElement, details: Detail[] = []): Change {
  return {
    kind,
    id: element.id,
    type: element.$type.replace(/^bpmn:/, ''),
    name: element.name ?? '',
    details,
  };
}

/** The differ's answer in the order: added, removed, changed, moved. */
export function changesOf(found: Difference): Change[] {
  const shown = (elements: Record<string, DifferElement>) =>
    Object.values(elements).filter((one) => one.id && !INSIDE.test(one.$type));
  const changed = Object.values(found._changed)
    .filter(({ model }) => model.id && !INSIDE.test(model.$type))
    .map(({ model, attrs }) => {
      // The differ hands the earlier value over as the new one.
      const details = Object.entries(attrs).map(([property, { oldValue, newValue }]) => ({
        property,
        before: told(newValue),
        after: told(oldValue),
      }));
      return changeOf('changed', model, details);
    });
  return [
    ...shown(found._added).map((one) => changeOf('added', one)),
    ...shown(found._removed).map((one) => changeOf('removed', one)),
    ...changed,
    ...shown(found._layoutChanged)
      .filter((one) => !(one.id in found._changed))
      .map((one) => changeOf('moved', one)),
  ];
}

async function definitions(xml: string): Promise<unknown> {
  const moddle = new BpmnModdle({ guicheng: vocabulary });
  return (await moddle.fromXML(xml)).rootElement;
}

export async function compareDiagrams(before: string, after: string): Promise<Change[]> {
  return changesOf(diff(await definitions(before), await definitions(after)));
}

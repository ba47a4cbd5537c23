/** What differs between two diagrams, as a list for people: kind, element, what of it. */
import { BpmnModdle } from 'bpmn-moddle';
import { diff, type Difference } from 'bpmn-js-differ';
import vocabulary from '../../../../../engine/bpmn/guicheng-moddle.json';
import { factsOf, laneNames, subjects, type Fact, type ModdleElement, type Term } from './facts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

export interface Detail {
  property: string;
  of: string;
  before: Term[];
  after: Term[];
}

export interface Change {
  kind: ChangeKind;
  id: string;
  type: string;
  name: string;
  nameEn: string;
  /** Of a flow: the names of what it leads from and to, in both languages. */
  ends: { zh: string; en: string } | null;
  details: Detail[];
}

export interface Compared {
  changes: Change[];
  /** The name of every element of both diagrams. */
  names: Map<string, { zh: string; en: string }>;
}

interface Side {
  all: Map<string, ModdleElement>;
  lanes: Map<string, string>;
}

async function definitions(xml: string): Promise<ModdleElement> {
  const moddle = new BpmnModdle({ guicheng: vocabulary });
  return (await moddle.fromXML(xml)).rootElement as ModdleElement;
}

function english(one: ModdleElement): string {
  const said = one.$descriptor.properties.some((p) => p.ns.localName === 'nameEn');
  return String((said && one.get('guicheng:nameEn')) || one.name || '');
}

function changeOf(kind: ChangeKind, one: ModdleElement, details: Detail[] = []): Change {
  return {
    kind,
    id: one.id ?? '',
    type: one.$type.replace(/^\w+:/, ''),
    name: one.name ?? '',
    nameEn: english(one),
    ends: endsOf(one),
    details,
  };
}

function endsOf(one: ModdleElement): Change['ends'] {
  if (!/Flow$|Association$/.test(one.$type)) return null;
  const ends = ['sourceRef', 'targetRef'].map((name) => one.get(name) as ModdleElement | undefined);
  const say = (name: (end: ModdleElement) => string) =>
    ends.map((end) => (end && (name(end) || end.id)) || '?').join(' → ');
  return { zh: say((end) => end.name ?? ''), en: say(english) };
}

const key = (terms: Term[] | undefined) => JSON.stringify(terms ?? []);

function detailsOf(before: Map<string, Fact>, after: Map<string, Fact>): Detail[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((one) => key(before.get(one)?.terms) !== key(after.get(one)?.terms))
    .map((one) => {
      const { property, of } = (after.get(one) ?? before.get(one)) as Fact;
      return { property, of, before: before.get(one)?.terms ?? [], after: after.get(one)?.terms ?? [] };
    });
}

const factsAt = (side: Side, one: ModdleElement) => factsOf(one, side.lanes.get(one.id ?? ''));

/** What an element that came says of itself: all but its name, which heads it. */
const NOT_TOLD = new Set(['name', 'nameEn', 'sourceRef', 'targetRef']);

/** Added, removed, changed, moved, in this order; a flow that only follows a shape is not told. */
export function changesOf(before: Side, after: Side, found: Difference): Change[] {
  const changed: Change[] = [];
  for (const [id, one] of after.all) {
    const earlier = before.all.get(id);
    if (!earlier) continue;
    const details = detailsOf(factsAt(before, earlier), factsAt(after, one));
    if (details.length) changed.push(changeOf('changed', one, details));
  }
  const only = (side: Side, other: Side) => [...side.all.values()].filter((one) => !other.all.has(one.id ?? ''));
  const told = new Set(changed.map((one) => one.id));
  const moved = Object.keys(found._layoutChanged).flatMap((id) => {
    const one = after.all.get(id);
    return one && before.all.has(id) && !told.has(id) && !endsOf(one) ? [changeOf('moved', one)] : [];
  });
  return [
    ...only(after, before).map((one) => {
      const details = detailsOf(new Map(), factsAt(after, one));
      return changeOf('added', one, details.filter((detail) => !NOT_TOLD.has(detail.property)));
    }),
    ...only(before, after).map((one) => changeOf('removed', one)),
    ...changed,
    ...moved,
  ];
}

export async function compareDiagrams(before: string, after: string): Promise<Compared> {
  const roots = await Promise.all([definitions(before), definitions(after)]);
  const [one, other] = roots.map((root): Side => {
    const all = subjects(root);
    all.delete(root.id ?? '');
    return { all, lanes: laneNames(all) };
  }) as [Side, Side];
  const names = new Map(
    [...one.all, ...other.all].map(([id, element]) => [
      id,
      { zh: element.name || id, en: english(element) || id },
    ]),
  );
  return { changes: changesOf(one, other, diff(...roots)), names };
}

/** What a diagram says of each of its elements, as facts that can be compared and told in words. */

/** A part of a fact's value; `word`, `person` and `element` have names that the page knows. */
export interface Term {
  as: 'text' | 'word' | 'person' | 'element';
  is: string;
}

export interface Fact {
  /** Of what: an attribute, a child or a kind of rule; the page has a word for it. */
  property: string;
  /** Of which one, where there are several: the field of a right, the name of an input. */
  of: string;
  terms: Term[];
}

interface Property {
  name: string;
  ns: { localName: string };
  isReference?: boolean;
  default?: unknown;
}

export interface ModdleElement {
  $type: string;
  $descriptor: { properties: Property[] };
  $parent?: ModdleElement;
  id?: string;
  name?: string;
  get(name: string): unknown;
}

/** Where elements stand that are compared on their own, and what is only a mirror of those. */
const HOLDS = ['rootElements', 'flowElements', 'artifacts', 'laneSets', 'lanes', 'childLaneSet', 'participants', 'messageFlows'];
const MIRRORS = [...HOLDS, 'id', 'incoming', 'outgoing', 'flowNodeRef', 'diagrams', 'exporter', 'exporterVersion'];
const NAMES = ['name', 'nameEn'];
const PEOPLE = ['startableBy', 'role', 'nobodyFound'];
const ELEMENTS = ['separateFrom'];

const isElement = (value: unknown): value is ModdleElement =>
  typeof value === 'object' && value !== null && '$type' in value;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const short = (type: string) => type.replace(/^\w+:/, '');
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const text = (is: unknown): Term => ({ as: 'text', is: String(is) });

/** Every element that is compared on its own, by its id. */
export function subjects(root: ModdleElement): Map<string, ModdleElement> {
  const found = new Map<string, ModdleElement>();
  const visit = (one: ModdleElement) => {
    if (one.id) found.set(one.id, one);
    for (const property of one.$descriptor.properties) {
      if (!HOLDS.includes(property.ns.localName)) continue;
      list(one.get(property.name)).filter(isElement).forEach(visit);
    }
  };
  visit(root);
  return found;
}

/** Which lane each flow node stands in. */
export function laneNames(all: Map<string, ModdleElement>): Map<string, string> {
  const found = new Map<string, string>();
  for (const lane of all.values()) {
    if (lane.$type !== 'bpmn:Lane') continue;
    for (const node of list(lane.get('flowNodeRef')).filter(isElement)) {
      if (node.id) found.set(node.id, lane.name ?? lane.id ?? '');
    }
  }
  return found;
}

/** The facts of one element, by a key that is the same in both diagrams. */
export function factsOf(one: ModdleElement, lane: string | undefined): Map<string, Fact> {
  const found = new Map<string, Fact>();
  const add = (property: string, of: string, terms: Term[]) => {
    const known = found.get(`${property}/${of}`);
    if (known) known.terms.push(text('; '), ...terms);
    else found.set(`${property}/${of}`, { property, of, terms });
  };
  own(one, add);
  if (lane) add('lane', '', [text(lane)]);
  if (one.$parent?.$type === 'bpmn:SubProcess') add('inside', '', [text(one.$parent.name ?? one.$parent.id)]);
  return found;
}

type Add = (property: string, of: string, terms: Term[]) => void;

function own(one: ModdleElement, add: Add, within = ''): void {
  for (const property of one.$descriptor.properties) {
    const name = property.ns.localName;
    if (MIRRORS.includes(name)) continue;
    for (const value of list(one.get(property.name))) {
      if (value === undefined || value === null || value === property.default) continue;
      if (isElement(value)) child(name, value, Boolean(property.isReference), add, within);
      else add(name, within, valueTerms(name, String(value)));
    }
  }
}

function valueTerms(name: string, value: string): Term[] {
  const parts = (as: Term['as']): Term[] =>
    value.split(/\s+/).flatMap((is, place) => [...(place ? [text(', ')] : []), { as, is }]);
  if (value.startsWith('=') || NAMES.includes(name)) return [text(value)];
  if (PEOPLE.includes(name)) return parts('person');
  if (ELEMENTS.includes(name)) return parts('element');
  return [{ as: 'word', is: `${name}.${value}` }];
}

function child(name: string, value: ModdleElement, reference: boolean, add: Add, within: string): void {
  if (reference) return add(name, within, [{ as: 'element', is: value.id ?? '' }]);
  if (name === 'extensionElements') {
    return list(value.get('values')).filter(isElement).forEach((one) => rule(one, add));
  }
  const said = saidBy(value);
  if (said !== undefined) return add(name, within, [text(said)]);
  add(name, '', [{ as: 'word', is: `type.${short(value.$type)}` }]);
  own(value, add, within || short(value.$type));
}

/** The text of documentation and expressions. */
function saidBy(value: ModdleElement): string | undefined {
  const holds = value.$descriptor.properties.map((one) => one.ns.localName);
  for (const name of ['body', 'text']) {
    if (holds.includes(name)) return String(value.get(name) ?? '').trim();
  }
  return undefined;
}

/** One element of our vocabulary: an assignment, the right to a field, an input and so on. */
function rule(one: ModdleElement, add: Add): void {
  const kind = lower(short(one.$type));
  const given = Object.entries(attributes(one));
  if (kind === 'approval') return given.forEach(([name, value]) => add(name, '', valueTerms(name, value)));
  const { field, name, kind: by, value, access, default: rest, ...others } = Object.fromEntries(given);
  const terms: Term[] = [];
  if (by) terms.push({ as: 'word', is: `assign.${by}` });
  if (value !== undefined) terms.push(...(by ? [text(' '), { as: 'person' as const, is: value }] : [text(value)]));
  for (const right of [access, rest]) if (right) terms.push({ as: 'word', is: `access.${right}` });
  terms.push(...Object.entries(others).map(([key, it]) => text(` ${key}=${it}`)));
  add(kind, field ?? name ?? '', terms);
}

function attributes(one: ModdleElement): Record<string, string> {
  const { $descriptor, ...rest } = one as ModdleElement & Record<string, unknown>;
  const named = $descriptor ? $descriptor.properties.map((p) => [p.ns.localName, one.get(p.name)]) : [];
  const loose = Object.entries(rest).filter(([name]) => !name.startsWith('$'));
  const all = [...named, ...loose].filter(([, value]) => typeof value === 'string' || typeof value === 'boolean');
  return Object.fromEntries(all.map(([name, value]) => [String(name), String(value)]));
}

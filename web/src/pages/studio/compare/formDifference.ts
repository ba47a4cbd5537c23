/** What differs between two forms, field by field: pure. */

export interface FormFact {
  /** Where it stands in the field, as the form's file writes it: `validate.required`. */
  path: string;
  before: string;
  after: string;
}

export interface FieldChange {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  id: string;
  type: string;
  label: string;
  labelEn: string;
  facts: FormFact[];
}

interface Component {
  id?: string;
  key?: string;
  type?: string;
  label?: string;
  text?: string;
  properties?: { labelEn?: string };
  components?: Component[];
}

interface Placed {
  one: Component;
  /** The group it stands in, and what comes before it there. */
  within: string;
  place: number;
}

/** The form itself is told like a field without a label. */
export const FORM = '';

function placed(components: Component[], within = '', found = new Map<string, Placed>()): Map<string, Placed> {
  components.forEach((one, place) => {
    const id = one.id ?? one.key ?? `${within}/${place}`;
    found.set(id, { one, within, place });
    placed(one.components ?? [], id, found);
  });
  return found;
}

/** Every value of a field by its path; a list of choices is one value. */
function facts(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return found;
  if (Array.isArray(value)) found.set(path, value.map(choice).join(', '));
  else if (typeof value !== 'object') found.set(path, String(value));
  else {
    for (const [name, part] of Object.entries(value)) {
      if (!path && (name === 'components' || name === 'id')) continue;
      facts(part, path ? `${path}.${name}` : name, found);
    }
  }
  return found;
}

function choice(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { label, value: stored, key } = value as Record<string, unknown>;
  return String(label ?? stored ?? key ?? JSON.stringify(value));
}

function differing(before: unknown, after: unknown): FormFact[] {
  const [one, other] = [facts(before), facts(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((path) => one.get(path) !== other.get(path))
    .map((path) => ({ path, before: one.get(path) ?? '', after: other.get(path) ?? '' }));
}

function changeOf(kind: FieldChange['kind'], id: string, one: Component, found: FormFact[] = []): FieldChange {
  const label = one.label ?? one.text?.slice(0, 40) ?? one.key ?? id;
  return { kind, id, type: one.type ?? '', label, labelEn: one.properties?.labelEn ?? label, facts: found };
}

/** Raises SyntaxError when one of them is no JSON. */
export function compareForms(before: string, after: string): FieldChange[] {
  const [one, other] = [before, after].map((text) => JSON.parse(text || '{}') as Component) as [Component, Component];
  const [fields, now] = [placed(one.components ?? []), placed(other.components ?? [])];
  const order = (all: Map<string, Placed>, within: string) =>
    [...all].filter(([id, at]) => at.within === within && fields.has(id) && now.has(id)).map(([id]) => id);
  const changes: FieldChange[] = [];
  const whole = differing(one, other);
  if (whole.length) changes.push(changeOf('changed', FORM, {}, whole));
  for (const [id, at] of now) {
    const earlier = fields.get(id);
    const found = earlier ? differing(earlier.one, at.one) : [];
    if (!earlier) changes.push(changeOf('added', id, at.one));
    else if (found.length) changes.push(changeOf('changed', id, at.one, found));
    else if (earlier.within !== at.within || order(fields, at.within).indexOf(id) !== order(now, at.within).indexOf(id)) {
      changes.push(changeOf('moved', id, at.one));
    }
  }
  for (const [id, at] of fields) if (!now.has(id)) changes.push(changeOf('removed', id, at.one));
  return changes;
}

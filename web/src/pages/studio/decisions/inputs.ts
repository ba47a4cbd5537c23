/** The inputs of a decision table, read from its file, and values typed for them. */
import type { Json } from '../../../api/types';

export interface TableInput {
  name: string;
  label: string;
  type: string;
  /** The texts that the rules of this column name. */
  codes: string[];
}

/** What the table asks for; expressions of more than a name are asked for by their first name. */
export function inputsOf(xml: string, decision: string): TableInput[] {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const found = [...parsed.getElementsByTagNameNS('*', 'decision')].find(
    (one) => one.getAttribute('id') === decision,
  );
  const inputs = found ? [...found.getElementsByTagNameNS('*', 'input')] : [];
  const rules = found ? [...found.getElementsByTagNameNS('*', 'rule')] : [];
  const asked = inputs.map((input, place): TableInput => {
    const expression = input.getElementsByTagNameNS('*', 'inputExpression')[0];
    const text = expression?.getElementsByTagNameNS('*', 'text')[0]?.textContent?.trim() ?? '';
    return {
      name: text,
      label: input.getAttribute('label') || text,
      type: expression?.getAttribute('typeRef') ?? 'string',
      codes: codesOf(rules.map((rule) => textIn(rule.getElementsByTagNameNS('*', 'inputEntry')[place]))),
    };
  });
  return asked.filter((one, place) => one.name && asked.findIndex((o) => o.name === one.name) === place);
}

const textIn = (element?: Element): string => element?.textContent ?? '';

function codesOf(entries: string[]): string[] {
  const quoted = entries.flatMap((one) => [...one.matchAll(/"([^"]*)"/g)].map((found) => found[1] ?? ''));
  return [...new Set(quoted)].filter(Boolean);
}

/** A typed text as the type of the input has it; empty is null. */
export function valueOf(type: string, text: string): Json {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (type === 'number' && /^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (type === 'boolean') return trimmed === 'true';
  return trimmed;
}

/** `a.b` is the field b of the context a. */
export function contextOf(values: [string, Json][]): Record<string, Json> {
  const whole: Record<string, Json> = {};
  for (const [path, value] of values) {
    const names = path.split('.');
    let place = whole;
    for (const name of names.slice(0, -1)) {
      const inside = place[name];
      const next = typeof inside === 'object' && inside && !Array.isArray(inside) ? inside : {};
      place[name] = next;
      place = next;
    }
    place[names.at(-1) as string] = value;
  }
  return whole;
}

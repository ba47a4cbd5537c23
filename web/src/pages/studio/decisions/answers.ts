/** What a table answered, by the labels of its columns and the numbers of its rules. */
import type { Json } from '../../../api/types';

export interface Answer {
  label: string;
  value: string;
}

interface Read {
  outputs: { name: string; label: string }[];
  rules: Map<string, string>;
}

function read(xml: string, decision: string): Read {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const found = [...parsed.getElementsByTagNameNS('*', 'decision')].find((one) => one.id === decision);
  const inside = (name: string) => (found ? [...found.getElementsByTagNameNS('*', name)] : []);
  return {
    outputs: inside('output').map((one) => {
      const name = one.getAttribute('name') ?? '';
      return { name, label: one.getAttribute('label') || name };
    }),
    rules: new Map(
      inside('rule').map((one, place) => {
        const said = one.getElementsByTagNameNS('*', 'description')[0]?.textContent?.trim();
        return [one.id, said ? `${place + 1} ${said}` : String(place + 1)];
      }),
    ),
  };
}

/** What people call a value that the table names by a code: a role, a department, a person. */
export type Called = (code: string) => string;

/** A line for each column that answers; the whole as one line where it is no table. */
export function answersOf(xml: string, decision: string, output: Json, called: Called): Answer[] {
  const { outputs } = read(xml, decision);
  const plain = (value: Json | undefined): string => {
    if (value === null || value === undefined) return '—';
    if (Array.isArray(value)) return value.map(plain).join('、') || '—';
    if (typeof value === 'object') return JSON.stringify(value);
    return typeof value === 'string' ? called(value) : String(value);
  };
  const [first] = outputs;
  if (!first) return [{ label: '', value: plain(output) }];
  if (output === null || typeof output !== 'object' || Array.isArray(output)) {
    return [{ label: outputs.length === 1 ? first.label : '', value: plain(output) }];
  }
  return outputs.map(({ name, label }) => ({ label, value: plain(output[name]) }));
}

/** The rules that matched, as people find them in the table. */
export function rulesOf(xml: string, decision: string, ids: string[]): string[] {
  const { rules } = read(xml, decision);
  return ids.map((id) => rules.get(id) ?? id);
}

/** Turns what an administrator types for a variable into a JSON value of the chosen kind. */
import type { Json } from '../api/types';

export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'null';
export const KINDS: readonly Kind[] = ['text', 'number', 'boolean', 'date', 'list', 'null'];

const NUMBER = /^-?\d{1,15}(\.\d{1,10})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The value, or undefined when the text is not of that kind. */
export function typedValue(kind: Kind, text: string): Json | undefined {
  const trimmed = text.trim();
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
    case 'boolean':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
    case 'date':
      return DATE.test(trimmed) && !Number.isNaN(Date.parse(trimmed)) ? trimmed : undefined;
    case 'list':
      return trimmed ? trimmed.split(/\s*[,\uff0c\u3001;\uff1b\n]\s*/).filter(Boolean) : [];
    case 'null':
      return null;
  }
}

/** The kind under which a present value is best corrected, and its text. */
export function kindOf(value: Json | undefined): { kind: Kind; text: string } {
  if (value === null || value === undefined) return { kind: 'text', text: '' };
  if (typeof value === 'number') return { kind: 'number', text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) };
  if (Array.isArray(value)) return { kind: 'list', text: value.map(String).join('、') };
  if (typeof value === 'object') return { kind: 'text', text: '' };
  return { kind: DATE.test(value) ? 'date' : 'text', text: value };
}

/** Conditions that compare one name with one value, as FEEL and back; others stay formulas. */

export const OPERATORS = ['=', '!=', '>', '>=', '<', '<='] as const;
export type Operator = (typeof OPERATORS)[number];

/** `value` as people read it: texts without their quotes. */
export interface Comparison {
  name: string;
  operator: Operator;
  value: string;
}

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*';
const LITERAL = `"(?:[^"\\\\]|\\\\.)*"|-?\\d+(?:\\.\\d+)?|${NAME}`;
const WHOLE = new RegExp(`^(${NAME})\\s*(!=|>=|<=|=|>|<)\\s*(${LITERAL})$`, 'u');
const BARE = /^(true|false|null|-?\d+(\.\d+)?|parameters\..+)$/u;
const WORDS = ['radio', 'select', 'textfield', 'textarea'];

export function comparisonOf(feel: string): Comparison | null {
  const [, name, operator, literal] = WHOLE.exec(feel.trim()) ?? [];
  if (!name || !literal) return null;
  const value = literal.startsWith('"') ? quoted(literal) : BARE.test(literal) ? literal : null;
  return value === null ? null : { name, operator: operator as Operator, value };
}

/** A text that would be read back as something else keeps being a formula. */
function quoted(literal: string): string | null {
  const text = literal.slice(1, -1);
  return text.includes('\\') || BARE.test(text) ? null : text;
}

/** `type` is that of the form's field, where the name is one: choices and texts are quoted. */
export function comparing({ name, operator, value }: Comparison, type = ''): string {
  const isText = WORDS.includes(type) ? !/^(null|parameters\..+)$/.test(value) : !BARE.test(value);
  return `${name} ${operator} ${isText ? JSON.stringify(value) : value}`;
}

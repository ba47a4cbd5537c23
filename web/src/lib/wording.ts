/** Says names, values and conditions of recorded data as people call them. */
import type { Json, Label, OptionText } from '../api/types';
import { isFileList, formatValue, periodText } from './format';
import { labelOf, type Words } from './labels';

export interface Vocabulary extends Words {
  labels: Label[];
  /** People, roles and departments by what stands for them in the data. */
  called: OptionText[];
  /** What the words of conditions are: `and`, `or`, `null`, `true`, `false`. */
  signs: Record<string, string>;
}

/** `seal.status` as `Seal · Status`; what has no words stays as it is. */
export function sayName(words: Vocabulary, name: string): string {
  const whole = labelOf(words.labels, name);
  if (whole) return whole[words.lang];
  const parts = name.split('.').filter((part) => part !== 'parameters');
  return parts.map((part) => labelOf(words.labels, part)?.[words.lang] ?? part).join(' · ');
}

function optionsOf(words: Vocabulary, name: string): OptionText[] {
  const last = name.split('.').at(-1) ?? name;
  return [name, last].flatMap((one) =>
    words.labels.filter((label) => label.name === one).flatMap((label) => label.options),
  );
}

/** A code by the words of its field, a person by name, a sub-table with its headings. */
export function sayValue(words: Vocabulary, name: string, value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (isFileList(value)) return value.map((file) => file.name).join('、');
  if (Array.isArray(value)) return value.map((one) => sayValue(words, name, one)).join('、');
  if (typeof value === 'object') {
    if (typeof value.digest === 'string') return formatValue(value, words.yes, words.no);
    return Object.entries(value)
      .filter(([, one]) => one !== null && one !== '')
      .map(([inner, one]) => `${sayName(words, inner)}：${sayValue(words, inner, one)}`)
      .join('，');
  }
  const known = optionsOf(words, name).find((one) => one.value === String(value));
  const someone = words.called.find((one) => one.value === value);
  const found = known ?? someone;
  if (found) return found[words.lang];
  if (typeof value === 'string' && /^P\d/.test(value)) return periodText(value, words.lang);
  return formatValue(value, words.yes, words.no);
}

const TOKEN = /"[^"]*"|[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/gu;
/** A condition with the names and codes in it said as above; its signs stay. */
export function sayCondition(words: Vocabulary, expression: string, names: string[]): string {
  const about = [...names, ...(expression.match(TOKEN) ?? [])];
  const told = expression.replace(TOKEN, (token) => {
    if (token.startsWith('"')) {
      const code = token.slice(1, -1);
      const options = about.flatMap((name) => optionsOf(words, name));
      const known = [...options, ...words.called].find((one) => one.value === code);
      return known ? `“${known[words.lang]}”` : `“${code}”`;
    }
    if (names.includes(token) || labelOf(words.labels, token)) return sayName(words, token);
    return words.signs[token] ?? token;
  });
  return told.replaceAll('>=', '≥').replaceAll('<=', '≤').replaceAll('!=', '≠');
}

/** What people call variables and their values, from the labels that come with a case. */
import type { Json, Label, Variables } from '../api/types';
import { formatValue, type Lang } from './format';

export interface Words {
  lang: Lang;
  yes: string;
  no: string;
}

/** The form's own label of a name, else the first one of that name. */
export function labelOf(labels: Label[], name: string, formId = ''): Label | undefined {
  const named = labels.filter((label) => label.name === name);
  return named.find((label) => label.form_id === formId) ?? named[0];
}

export function labelText(label: Label | undefined, name: string, lang: Lang): string {
  return (label && (lang === 'zh' ? label.zh : label.en)) || name;
}

/** One line for a value; options read as people call them. */
export function valueText(label: Label | undefined, value: Json | undefined, words: Words): string {
  const called = (one: Json): string => {
    const option = label?.options.find((known) => known.value === String(one));
    if (option) return words.lang === 'zh' ? option.zh : option.en;
    return formatValue(one, words.yes, words.no);
  };
  if (Array.isArray(value)) return value.map(called).join('、');
  return value === undefined || value === null ? '' : called(value);
}

export interface Choice {
  name: string;
  label: string;
  value: string;
}

/** What somebody chose in a form: fields with options that have a value. */
export function choicesOf(
  data: Variables,
  labels: Label[],
  formId: string,
  words: Words,
): Choice[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const label = labelOf(labels, name, formId);
    if (!label?.options.length || value === null || value === '') return [];
    const text = valueText(label, value, words);
    return [{ name, label: labelText(label, name, words.lang), value: text }];
  });
}

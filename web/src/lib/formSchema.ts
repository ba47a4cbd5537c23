/** Prepares a stored form for the reader's language; labels in English stand in `properties`. */
import type { FormComponentSchema, FormSchema } from '../api/types';
import type { Lang } from './format';

const TEXTS = ['label', 'description', 'text'] as const;

function localise(component: FormComponentSchema): FormComponentSchema {
  const changed: FormComponentSchema = { ...component };
  const english = component.properties ?? {};
  for (const name of TEXTS) {
    const text = english[`${name}En`];
    if (typeof text === 'string' && text) changed[name] = text;
  }
  if (component.values) {
    const texts = english.valuesEn ?? {};
    changed.values = component.values.map((option) => ({
      ...option,
      label: texts[String(option.value)] ?? option.label,
    }));
  }
  if (component.components) changed.components = component.components.map(localise);
  return changed;
}

export function localisedForm(form: FormSchema, lang: Lang): FormSchema {
  return lang === 'zh' ? form : { ...form, components: form.components.map(localise) };
}

/** Whether any component of the form looks up a list of the given name. */
export function usesLookup(form: FormSchema, name: string): boolean {
  const uses = (component: FormComponentSchema): boolean =>
    component.valuesKey === name || (component.components ?? []).some(uses);
  return form.components.some(uses);
}

export function formTitle(form: FormSchema, lang: Lang): string {
  const { title = '', titleEn = '' } = form.properties ?? {};
  return lang === 'en' && titleEn ? titleEn : title;
}

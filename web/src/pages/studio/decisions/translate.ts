/** The words of the decision table editor in the page's language. */
import type { Lang } from '../../../lib/format';
import texts from './dmnTexts.json';

type Replacements = Record<string, string | number>;

export function dmnTranslate(lang: Lang): (text: string, values?: Replacements) => string {
  const dictionary: Record<string, string> = lang === 'zh' ? texts : {};
  return (text, values = {}) =>
    (dictionary[text] ?? text).replace(/\{ ?(\w+) ?\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
}

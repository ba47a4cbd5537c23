/** The form viewer's own messages in the page's language. */
import en from '../../i18n/en.json';
import zh from '../../i18n/zh.json';
import type { Lang } from '../../lib/format';

type Replacements = Record<string, string | number>;

export function formTranslate(lang: Lang): (text: string, values?: Replacements) => string {
  const dictionary: Record<string, string> = lang === 'zh' ? zh.formjs : en.formjs;
  return (text, values = {}) =>
    (dictionary[text] ?? text).replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
}

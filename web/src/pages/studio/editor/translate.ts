/** The words of bpmn-js in Chinese: what its own translation has, and what that lacks. */
import chinese from 'bpmn-js-i18n/translations/zn';
import type { Lang } from '../../../lib/format';
import own from './bpmnTexts.json';

export const TEXTS: Record<string, string> = { ...chinese, ...own };

type Translate = (text: string, names?: Record<string, string>) => string;

export function translator(lang: Lang): Translate {
  return (text, names = {}) => {
    const found = lang === 'zh' ? (TEXTS[text] ?? text) : text;
    return found.replace(/{([^}]+)}/g, (whole, name: string) => names[name] ?? whole);
  };
}

/** A sentence of the server in the language of the page. */
import { useLang } from '.';
import { chinese } from '../lib/marks';

export function useSaid(): (text: { zh: string; en: string }) => string {
  const lang = useLang();
  return (text) => (lang === 'zh' ? chinese(text.zh) : text.en);
}

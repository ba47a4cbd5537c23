/** A sentence of the server in the language of the page. */
import { useLang } from '.';

export function useSaid(): (text: { zh: string; en: string }) => string {
  const lang = useLang();
  return (text) => (lang === 'zh' ? text.zh : text.en);
}

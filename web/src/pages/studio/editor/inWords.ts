/** Findings in the words of the page: fields by their labels, elements by their names. */
import type { StudioFinding } from '../../../api/studio';

const TOKEN = /[A-Za-z_][\w.-]*/g;
const OURS = /guicheng:(\w+)/g;

/** `label` and `name` are empty for what is not known; such words stay as they are. */
export function inWords(
  finding: StudioFinding,
  label: (attribute: string) => string,
  name: (id: string) => string,
): StudioFinding {
  const fields = (text: string) =>
    text.replace(OURS, (whole, one: string) => (label(one) ? `“${label(one)}”` : whole));
  const names = (text: string) => text.replace(TOKEN, (id) => (name(id) ? `“${name(id)}”` : id));
  const chinese = (text: string) => names(fields(text)).replace(/ ?(“[^”]*”) ?/g, '$1');
  return {
    ...finding,
    zh: chinese(finding.zh),
    en: fields(finding.en),
    fix_zh: finding.fix_zh && chinese(finding.fix_zh),
    fix_en: finding.fix_en && fields(finding.fix_en),
  };
}

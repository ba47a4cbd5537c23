/** A difference of an entry as fields with what comes and what goes, by the names that people use. */
import type { EntryDifference, Sections } from '../../api/house';
import type { Lang } from '../../lib/format';
import { nameOf, principalName } from './names';

export interface DifferingField {
  name: string;
  added: string[];
  removed: string[];
}

/** The section whose entries a field names. */
const SECTION_OF: Record<string, string> = {
  department: 'departments',
  parent: 'departments',
  reports_to: 'people',
  head: 'people',
  members: 'people',
  successor: 'people',
  roles: 'roles',
};

const PRINCIPAL = /^(user|role|group):/;

function words(name: string, value: unknown, sections: Sections, lang: Lang): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((one) => words(name, one, sections, lang));
  if (typeof value === 'object') {
    return [Object.entries(value).flatMap(([key, one]) => words(key, one, sections, lang)).join(' ')];
  }
  const section = SECTION_OF[name];
  if (section) return [nameOf(sections, section, String(value), lang)];
  return [PRINCIPAL.test(String(value)) ? principalName(sections, String(value), lang) : String(value)];
}

/** What stays as it is within a list is left out. */
export function differingFields(one: EntryDifference, sections: Sections, lang: Lang): DifferingField[] {
  const before = one.before ?? {};
  const after = one.after ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => {
      const old = words(name, before[name], sections, lang);
      const now = words(name, after[name], sections, lang);
      return {
        name,
        added: now.filter((word) => !old.includes(word)),
        removed: old.filter((word) => !now.includes(word)),
      };
    })
    .filter((field) => field.added.length + field.removed.length > 0);
}

/** Reads names and lists out of the entries of an organisation file. */
import type { Entry, Sections } from '../../api/house';
import { localName, type Lang } from '../../lib/format';

export function textOf(entry: Entry | undefined, field: string): string {
  const value = entry?.[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function listOf(entry: Entry | undefined, field: string): string[] {
  const value = entry?.[field];
  return Array.isArray(value) ? value.map(String) : [];
}

/** What people call an entry; its id when it has no name. */
export function nameOf(sections: Sections, section: string, id: string, lang: Lang): string {
  const entry = sections[section]?.[id];
  return localName(textOf(entry, 'name'), textOf(entry, 'name_en'), lang) || id;
}

export function optionsOf(
  sections: Sections,
  section: string,
  lang: Lang,
): { value: string; label: string }[] {
  return Object.keys(sections[section] ?? {}).map((id) => ({
    value: id,
    label: nameOf(sections, section, id, lang),
  }));
}

/** Reads names and lists out of the entries of an organisation file. */
import type { Entry, Sections } from '../../api/house';
import { localName, type Lang } from '../../lib/format';

export interface Option {
  value: string;
  label: string;
}

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

export function optionsOf(sections: Sections, section: string, lang: Lang): Option[] {
  return Object.keys(sections[section] ?? {}).map((id) => ({
    value: id,
    label: nameOf(sections, section, id, lang),
  }));
}

/** Who works here now, as choices. */
export function peopleHere(sections: Sections, lang: Lang): Option[] {
  const people = sections['people'] ?? {};
  return optionsOf(sections, 'people', lang).filter((one) => people[one.value]?.['active'] !== false);
}

/** Who is in a group, or has a role and works here. */
export function membersOf(sections: Sections, section: 'roles' | 'groups', id: string): string[] {
  if (section === 'groups') return listOf(sections['groups']?.[id], 'members');
  return Object.entries(sections['people'] ?? {})
    .filter(([, person]) => person['active'] !== false && listOf(person, 'roles').includes(id))
    .map(([login]) => login);
}

/** The fields that differ; what is emptied goes. */
export function changed<Draft extends object>(before: Draft, now: Draft): Entry {
  const names = Object.keys(now) as (keyof Draft & string)[];
  const differing = names.filter((one) => JSON.stringify(before[one]) !== JSON.stringify(now[one]));
  const isEmpty = (value: unknown): boolean => Array.isArray(value) ? value.length === 0 : value === '';
  return Object.fromEntries(differing.map((one) => [one, isEmpty(now[one]) ? null : now[one]]));
}

const SECTION_OF_KIND: Record<string, string> = { user: 'people', role: 'roles', group: 'groups' };

/** What people call `user:…`, `role:…` or `group:…`. */
export function principalName(sections: Sections, principal: string, lang: Lang): string {
  const [kind = '', id = ''] = principal.split(':', 2);
  const section = SECTION_OF_KIND[kind];
  return section ? nameOf(sections, section, id, lang) : principal;
}

/** A person by name; what the system did by itself is `machine`'s. */
export function whoOf(sections: Sections, login: string, lang: Lang, machine: string): string {
  return login === 'system' ? machine : nameOf(sections, 'people', login, lang);
}

const HELPED = /^(.+?) \/ (.+?): (\S+) · (.*)$/s;

/** What an administrator did for somebody at the door, as the log has it in both languages; any
 * other reason as it is written. */
export function helpedText(reason: string, sections: Sections, lang: Lang): string {
  const [, zh, en, login = '', why] = HELPED.exec(reason) ?? [];
  if (!login) return reason;
  const name = nameOf(sections, 'people', login, lang);
  return lang === 'zh' ? `${zh}：${name} · ${why}` : `${en}: ${name} · ${why}`;
}

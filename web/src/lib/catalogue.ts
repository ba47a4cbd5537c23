/** Orders and searches the catalogue of processes. */
import type { Definition } from '../api/types';

export function matchesText(definition: Definition, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const { key, name, name_en, clauses } = definition;
  return [key, name, name_en, ...clauses].some((one) => one.toLowerCase().includes(wanted));
}

/** Families in the order in which they first appear, placeholders last. */
export function byFamily(definitions: Definition[]): [string, Definition[]][] {
  const families = new Map<string, Definition[]>();
  for (const definition of definitions) {
    const family = definition.placeholder ? 'placeholders' : definition.family || 'other';
    families.set(family, [...(families.get(family) ?? []), definition]);
  }
  return [...families].sort(
    ([one], [two]) => Number(one === 'placeholders') - Number(two === 'placeholders'),
  );
}

/** Values as the log writes them: dates, times and long numbers under one name that begins with $. */
import type { Json } from '../api/types';

/** The same value as people read it, without the names of kinds and of time zones. */
export function untagged(value: Json | undefined): Json {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map(untagged);
  const [only, ...others] = Object.entries(value);
  if (only && others.length === 0 && only[0].startsWith('$')) {
    return typeof only[1] === 'string' ? only[1].replace(/@[\w/+-]+$/, '') : only[1];
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, untagged(one)]));
}

/** Which keys `?` tells of: those of every page that do something here, and the page's own. */
import { useEffect } from 'react';

/** A key and the text that says what it does. */
export type KeyRow = readonly [key: string, text: string];

let own: readonly KeyRow[] = [];

/** While the page is shown, `?` tells of these too. Give a constant: texts are keys of the dictionary. */
export function usePageKeys(rows: readonly KeyRow[]): void {
  useEffect(() => {
    own = rows;
    return () => {
      own = [];
    };
  }, [rows]);
}

export interface Found {
  search: boolean;
  rows: boolean;
}

export function shownKeys(found: Found, page: readonly KeyRow[] = own): KeyRow[] {
  const general: KeyRow[] = [];
  if (found.search) general.push(['/', 'keys.search']);
  if (found.rows) general.push(['j', 'keys.down'], ['k', 'keys.up'], ['Enter', 'keys.open']);
  return [...page, ...general, ['?', 'keys.help']];
}

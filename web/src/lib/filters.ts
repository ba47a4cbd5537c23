/** The inbox's filter as it stands in the address. */

export const TABS = ['todo', 'done', 'started', 'copied'] as const;
export type Tab = (typeof TABS)[number];

export const VIEWS = ['inbox', 'mine', 'candidate'] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ['due', 'created', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

export interface InboxFilter {
  tab: Tab;
  view: View;
  sort: Sort;
  process: string;
  text: string;
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T {
  return allowed.find((one) => one === value) ?? (allowed[0] as T);
}

/** Anything unknown in the address is read as the default. */
export function readFilter(search: URLSearchParams): InboxFilter {
  return {
    tab: oneOf(TABS, search.get('tab')),
    view: oneOf(VIEWS, search.get('view')),
    sort: oneOf(SORTS, search.get('sort')),
    process: search.get('process') ?? '',
    text: search.get('text') ?? '',
  };
}

/** Defaults are left out, so that the plain inbox has a plain address. */
export function writeFilter(filter: InboxFilter): URLSearchParams {
  const search = new URLSearchParams();
  if (filter.tab !== TABS[0]) search.set('tab', filter.tab);
  if (filter.view !== VIEWS[0] && filter.tab === 'todo') search.set('view', filter.view);
  if (filter.sort !== SORTS[0] && filter.tab === 'todo') search.set('sort', filter.sort);
  if (filter.process) search.set('process', filter.process);
  if (filter.text) search.set('text', filter.text);
  return search;
}

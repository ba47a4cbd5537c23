/** The inbox's filter as it stands in the address, and as the server keeps it. */
import type { FilterRequest, SavedFilter } from '../api/desk';

export const TABS = ['todo', 'overdue', 'done', 'started', 'copied'] as const;
export type Tab = (typeof TABS)[number];

export const VIEWS = ['inbox', 'mine', 'candidate', 'substituted', 'later'] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ['due', 'created', 'newest', 'priority', 'follow_up'] as const;
export type Sort = (typeof SORTS)[number];

export interface InboxFilter {
  tab: Tab;
  view: View;
  sort: Sort;
  process: string;
  text: string;
  /** The id of a saved filter, which then says everything but the tab. */
  saved: string;
}

type WorklistQuestion = NonNullable<FilterRequest['worklist']>;
type InstanceQuestion = NonNullable<FilterRequest['instances']>;

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
    saved: search.get('filter') ?? '',
  };
}

/** Defaults are left out, so that the plain inbox has a plain address. */
export function writeFilter(filter: InboxFilter): URLSearchParams {
  const search = new URLSearchParams();
  const open = filter.tab === 'todo' || filter.tab === 'overdue';
  if (filter.tab !== TABS[0]) search.set('tab', filter.tab);
  if (filter.saved) {
    search.set('filter', filter.saved);
    return search;
  }
  if (filter.view !== VIEWS[0] && filter.tab === 'todo') search.set('view', filter.view);
  if (filter.sort !== SORTS[0] && open) search.set('sort', filter.sort);
  if (filter.process) search.set('process', filter.process);
  if (filter.text) search.set('text', filter.text);
  return search;
}

export function isOfCases(tab: Tab): tab is 'started' | 'copied' {
  return tab === 'started' || tab === 'copied';
}

/** Whether anything but the tab and the order is asked for. */
export function isNarrowed(filter: InboxFilter): boolean {
  return Boolean(filter.process || filter.text || filter.saved) || filter.view !== VIEWS[0];
}

export function worklistQuestion(filter: InboxFilter): WorklistQuestion {
  const { tab, view, sort, process, text } = filter;
  if (tab === 'done') return { view: 'done', sort: 'newest', process, text };
  if (tab === 'overdue') return { view: 'overdue', sort, process, text };
  if (view === 'later') return { view: 'inbox', follow_up: 'later', sort, process, text };
  return { view, sort, process, text };
}

export function instancesQuestion(filter: InboxFilter): InstanceQuestion {
  const scope = filter.tab === 'copied' ? 'copied' : 'started';
  return { scope, process: filter.process, text: filter.text };
}

/** What the server is to keep under this name. */
export function requestOf(filter: InboxFilter, name: string): FilterRequest {
  return isOfCases(filter.tab)
    ? { name, instances: instancesQuestion(filter) }
    : { name, worklist: worklistQuestion(filter) };
}

/** The tab under which a saved filter is shown. */
export function tabOf(saved: SavedFilter): Tab {
  if (saved.instances) return saved.instances.scope === 'copied' ? 'copied' : 'started';
  const view = saved.worklist?.view;
  return view === 'done' || view === 'overdue' ? view : 'todo';
}

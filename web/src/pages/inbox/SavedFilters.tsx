/** Saved filters with how much they find, and keeping what is asked for now as one. */
import type { SavedFilter } from '../../api/desk';
import { isNarrowed, requestOf, tabOf, type InboxFilter } from '../../lib/filters';
import { SavedQuestions, useSaved } from '../../widgets/SavedQuestions';

export const useSavedFilters = (): SavedFilter[] => useSaved(false);

interface Props {
  filter: InboxFilter;
  change: (changed: Partial<InboxFilter>) => void;
}

export function SavedFilters({ filter, change }: Props) {
  return (
    <SavedQuestions
      saved={useSavedFilters()}
      on={filter.saved}
      open={(one) => change({ saved: one.id, tab: tabOf(one) })}
      close={() => change({ saved: '' })}
      keep={isNarrowed(filter) ? (name) => requestOf(filter, name) : null}
    />
  );
}

/** Filters of a page in its address: read by name, changed one at a time. */
import dayjs from 'dayjs';
import { useSearchParams } from 'react-router';

export interface Address {
  read: (name: string) => string;
  change: (name: string, value: string) => void;
  /** Forget all but the tab. */
  clear: () => void;
}

export function useAddress(): Address {
  const [search, setSearch] = useSearchParams();
  return {
    read: (name) => search.get(name) ?? '',
    change: (name, value) => {
      const changed = new URLSearchParams(search);
      if (value) changed.set(name, value);
      else changed.delete(name);
      changed.delete('saved'); // it is no longer what was kept
      setSearch(changed, { replace: true });
    },
    clear: () => setSearch({ tab: search.get('tab') ?? '' }, { replace: true }),
  };
}

/** The period of days in the address as moments: both days count. */
export function periodOf(read: Address['read']): { since?: string; until?: string } {
  const since = dayjs(read('since') || null);
  const until = dayjs(read('until') || null);
  return {
    ...(since.isValid() ? { since: since.startOf('day').toISOString() } : {}),
    ...(until.isValid() ? { until: until.endOf('day').toISOString() } : {}),
  };
}

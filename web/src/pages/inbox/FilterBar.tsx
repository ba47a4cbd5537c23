/** Search, scope, process and order of the inbox. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Worklist } from '../../api/types';
import { useLang } from '../../i18n';
import { SORTS, VIEWS, type InboxFilter } from '../../lib/filters';
import { localName } from '../../lib/format';
import { Pick } from '../../widgets/Pick';
import { SearchField } from '../../widgets/SearchField';

interface Props {
  filter: InboxFilter;
  counts: Worklist['counts'] | undefined;
  change: (changed: Partial<InboxFilter>) => void;
}

export function useProcessOptions(): { value: string; label: string }[] {
  const lang = useLang();
  const { t } = useTranslation();
  const definitions = useQuery({
    queryKey: ['definitions'],
    queryFn: api.definitions,
    staleTime: 300_000,
  });
  const options = (definitions.data?.items ?? []).map((one) => ({
    value: one.key,
    label: localName(one.name, one.name_en, lang),
  }));
  return [{ value: '', label: t('inbox.allProcesses') }, ...options];
}

export function FilterBar({ filter, counts, change }: Props) {
  const { t } = useTranslation();
  const processes = useProcessOptions();
  const todo = filter.tab === 'todo';
  const acts = Boolean(counts?.substituted) || filter.view === 'substituted';
  const views = VIEWS.filter((view) => view !== 'substituted' || acts);
  return (
    <div className="filters">
      {todo && (
        <Segmented
          aria-label={t('inbox.view')}
          value={filter.view}
          onChange={(view) => change({ view })}
          options={views.map((view) => ({
            value: view,
            label: [t(`inbox.${view}`), view === 'later' ? '' : counts?.[view]].join(' ').trim(),
          }))}
        />
      )}
      <SearchField
        value={filter.text}
        label={t('inbox.searchHint')}
        onSearch={(text) => change({ text })}
      />
      <Pick
        label={t('inbox.process')}
        value={filter.process}
        options={processes}
        onPick={(process) => change({ process })}
      />
      {(todo || filter.tab === 'overdue') && (
        <Pick
          label={t('inbox.sort')}
          value={filter.sort}
          options={SORTS.map((sort) => ({ value: sort, label: t(`inbox.sort_${sort}`) }))}
          onPick={(sort) => change({ sort })}
        />
      )}
    </div>
  );
}

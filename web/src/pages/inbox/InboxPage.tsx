/** The inbox: to do, done, my requests, copies; the filter stands in the address. */
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api } from '../../api/calls';
import { readFilter, TABS, writeFilter, type InboxFilter } from '../../lib/filters';
import { InstanceList } from '../case/InstanceList';
import { FilterBar } from './FilterBar';
import { WorkList } from './WorkList';

const EMPTY = {
  started: (t: TFunction) => ({
    title: t('inbox.emptyStarted'),
    hint: t('inbox.emptyStartedHint'),
  }),
  copied: (t: TFunction) => ({ title: t('inbox.emptyCopied'), hint: t('inbox.emptyCopiedHint') }),
};

export function InboxPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const counts = useQuery({
    queryKey: ['worklist', 'counts'],
    queryFn: () => api.worklist({ view: 'inbox', limit: 1 }),
  }).data?.counts;
  const change = (changed: Partial<InboxFilter>): void =>
    setSearch(writeFilter({ ...filter, ...changed }), { replace: true });

  useEffect(() => {
    document.title = `${t('inbox.title')} · ${t('app.name')}`;
  }, [t]);

  return (
    <div className="page">
      <h1 className="unseen">{t('inbox.title')}</h1>
      <div className="tabs main" role="tablist" aria-label={t('inbox.title')}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === filter.tab}
            aria-controls="inbox-panel"
            className="tab"
            onClick={() => change({ tab })}
          >
            {t(`inbox.${tab}`)}
            {tab === 'todo' && counts && <span className="tab-count">{counts.inbox}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="inbox-panel" aria-labelledby={`tab-${filter.tab}`}>
        <FilterBar filter={filter} counts={counts} change={change} />
        {filter.tab === 'started' || filter.tab === 'copied' ? (
          <InstanceList
            key={filter.tab}
            query={{ scope: filter.tab, process: filter.process, text: filter.text }}
            filtered={Boolean(filter.process || filter.text)}
            empty={EMPTY[filter.tab](t)}
            clear={() => change({ process: '', text: '' })}
          />
        ) : (
          <WorkList
            filter={filter}
            clear={() => change({ process: '', text: '', view: 'inbox' })}
          />
        )}
      </div>
    </div>
  );
}

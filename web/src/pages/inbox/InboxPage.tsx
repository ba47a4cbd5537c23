/** The inbox: to do, done, my requests, copies; the filter stands in the address. */
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api } from '../../api/calls';
import {
  instancesQuestion,
  isNarrowed,
  isOfCases,
  readFilter,
  TABS,
  worklistQuestion,
  writeFilter,
  type InboxFilter,
  type Tab,
} from '../../lib/filters';
import { InstanceList } from '../case/InstanceList';
import { FilterBar } from './FilterBar';
import { SavedFilters, useSavedFilters } from './SavedFilters';
import { WorkList } from './WorkList';

const EMPTY = {
  started: (t: TFunction) => ({
    title: t('inbox.emptyStarted'),
    hint: t('inbox.emptyStartedHint'),
    action: <Link to="/start">{t('nav.start')}</Link>,
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
    setSearch(writeFilter({ ...filter, saved: '', ...changed }), { replace: true });
  const saved = useSavedFilters().find((one) => one.id === filter.saved);
  const clear = (): void => change({ process: '', text: '', view: 'inbox' });
  const count: Partial<Record<Tab, number | undefined>> = {
    todo: counts?.inbox,
    overdue: counts?.overdue,
    copied: counts?.copied,
  };

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
            {Boolean(count[tab]) && (
              <span className={`tab-count ${tab === 'overdue' ? 'is-late' : ''}`}>{count[tab]}</span>
            )}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="inbox-panel" aria-labelledby={`tab-${filter.tab}`}>
        <FilterBar filter={filter} counts={counts} change={change} />
        <SavedFilters filter={filter} change={change} />
        {isOfCases(filter.tab) ? (
          <InstanceList
            key={filter.tab}
            query={saved?.instances ?? instancesQuestion(filter)}
            filtered={isNarrowed(filter)}
            empty={EMPTY[filter.tab](t)}
            clear={clear}
          />
        ) : (
          <WorkList
            key={filter.tab}
            filter={filter}
            query={saved?.worklist ?? worklistQuestion(filter)}
            clear={clear}
          />
        )}
      </div>
    </div>
  );
}

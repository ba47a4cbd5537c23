/** How a process runs: totals, where time is lost, the heat map, charts and the load of roles. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { StudioPlaces } from '../studio/StudioPlaces';
import { statistics, type Asked } from './api';
import { AskedBar } from './AskedBar';
import { Bottlenecks } from './Bottlenecks';
import { Charts } from './Charts';
import type { Time } from './figures';
import { HeatMapCard } from './HeatMapCard';
import { Roles } from './Roles';
import './running.css';
import './texts';
import { Totals } from './Totals';

/** The address holds what is asked, so that a view can be sent to somebody. */
function useAsked(): [Asked, (changed: Record<string, string | null>) => void, URLSearchParams] {
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version'));
  const asked: Asked = {
    ...(version > 0 ? { version } : {}),
    ...(search.get('since') ? { since: search.get('since') } : {}),
    ...(search.get('until') ? { until: search.get('until') } : {}),
  };
  const change = (changed: Record<string, string | null>) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries(changed)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  return [asked, change, search];
}

export default function RunningPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const { key = '' } = useParams();
  const [asked, change, search] = useAsked();
  const [narrow, setNarrow] = useState<{ process: string; element: string } | null>(null);
  const report = useQuery({
    queryKey: ['statistics', key, asked],
    queryFn: () => statistics(key, asked),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  const told = report.data;
  const name = told ? localName(told.name, told.name_en, lang) : key;
  const title = t('running.title', { name });
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  const time: Time =
    told?.measure === 'clock' || search.get('time') === 'clock' ? 'clock' : 'working';
  return (
    <div className="page running-page">
      <StudioPlaces of={key} here="running" />
      <h1 className="page-title">{title}</h1>
      <p className="quiet running-lead">{t('running.lead')}</p>
      {report.isPending && <ListLoading />}
      {report.isLoadingError && <ErrorState error={report.error} retry={report.refetch} />}
      {told && (
        <div className="running-parts" aria-busy={report.isFetching}>
          <AskedBar told={told} change={change} />
          {told.touched === 0 ? (
            <StateMessage title={t('running.none')} hint={t('running.noneHint')} />
          ) : (
            <>
              <Totals told={told} time={time} />
              <Bottlenecks told={told} choose={(process, element) => setNarrow({ process, element })} />
              <HeatMapCard
                told={told}
                asked={asked}
                time={time}
                chosen={narrow}
                choose={setNarrow}
                search={search}
                change={change}
              />
              <Charts told={told} />
              <Roles roles={told.roles} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

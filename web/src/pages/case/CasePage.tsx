/** One case whole: head, diagram, history, work, data, incidents, verification. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { api } from '../../api/calls';
import type { CaseDetail } from '../../api/types';
import { Standing } from '../../widgets/Standing';
import { ErrorState, PageLoading } from '../../widgets/States';
import { useNarrow } from '../../widgets/useNarrow';
import { CaseData } from './CaseData';
import { CaseDiagram } from './CaseDiagram';
import { CaseHead } from './CaseHead';
import { CaseHistory } from './CaseHistory';
import { CaseIncidents } from './CaseIncidents';
import { CaseNow } from './CaseNow';
import { CaseWork } from './CaseWork';

const Talk = lazy(() => import('../../widgets/Talk'));

const REFRESH = 15_000;

export default function CasePage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['instance', id],
    queryFn: () => api.instance(id),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.ended_at === null ? REFRESH : false),
  });
  useEffect(() => {
    if (found.data) document.title = `${found.data.title} · ${t('app.name')}`;
  }, [found.data, t]);
  if (found.isPending) return <PageLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  return <CaseBody key={id} found={found.data} />;
}

const TABS = ['History', 'Work', 'Data', 'Incidents'] as const;
type Tab = (typeof TABS)[number];

function CaseBody({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab: Tab = TABS.find((one) => one === search.get('tab')) ?? 'History';
  const tabs = TABS.filter((one) => one !== 'Incidents' || found.incidents.length > 0);
  const narrow = useNarrow(); // there the words come before the picture
  const diagram = (
    <section className="card" aria-label={t('case.tabDiagram')}>
      <CaseDiagram instanceId={found.id} />
    </section>
  );
  return (
    <div className="page wide">
      <CaseHead found={found} />
      {found.status === 'active' && <Standing instanceId={found.id} />}
      {found.status === 'active' && <CaseNow found={found} />}
      {!narrow && diagram}
      <section className="card">
        <div className="tabs inner" role="tablist" aria-label={t('case.title')}>
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`case-tab-${one}`}
              className="tab"
              aria-selected={one === tab}
              aria-controls="case-panel"
              onClick={() => setSearch({ tab: one }, { replace: true })}
            >
              {t(`case.tab${one}`)}
              {one === 'Incidents' && <span className="tab-count">{found.incidents.length}</span>}
            </button>
          ))}
        </div>
        <div role="tabpanel" id="case-panel" aria-labelledby={`case-tab-${tab}`}>
          {tab === 'History' && <CaseHistory found={found} />}
          {tab === 'Work' && <CaseWork items={found.work_items} />}
          {tab === 'Data' && <CaseData found={found} />}
          {tab === 'Incidents' && <CaseIncidents incidents={found.incidents} />}
        </div>
      </section>
      {narrow && diagram}
      <Suspense fallback={null}>
        <Talk instanceId={found.id} />
      </Suspense>
    </div>
  );
}

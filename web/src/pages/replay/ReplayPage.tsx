/** A case as it happened: a slider over its steps, the diagram, words, reasons and data. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { audit, type ReplayWindow } from '../../api/audit';
import { api } from '../../api/calls';
import type { CaseDetail, DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { nextAt, standingAt, stepIn, WINDOW, windowOf } from '../../lib/replay';
import { useVocabulary } from '../../lib/useVocabulary';
import { StatusTag } from '../../widgets/StatusTag';
import { ErrorState, ListLoading, PageLoading } from '../../widgets/States';
import { useUser } from '../../session';
import { JumpTo } from './JumpTo';
import { Player } from './Player';
import { ProofCard } from './ProofCard';
import { ReplayDiagram } from './ReplayDiagram';
import { StepDetail } from './StepDetail';
import { StepList } from './StepList';
import { VariablesCard } from './VariablesCard';
import './texts';
import './replay.css';

const asked = (id: string, first: number) => ({
  queryKey: ['replay', id, first],
  queryFn: () => audit.replay(id, { first, limit: WINDOW }),
  staleTime: 60_000,
});

/** A link may name a row or an element instead of a step; the server knows which step that is. */
function usePlace(id: string): { number: number; finding: boolean } {
  const [search] = useSearchParams();
  const step = Number.parseInt(search.get('step') ?? '', 10);
  const at = search.get('at') ?? '';
  const named = useQuery({
    queryKey: ['replay-at', id, at],
    queryFn: () => audit.replay(id, { at, limit: WINDOW }),
    enabled: at !== '' && !(step > 0),
    staleTime: Infinity,
  });
  if (step > 0) return { number: step, finding: false };
  return { number: named.data?.at ?? 1, finding: at !== '' && named.isPending };
}

export default function ReplayPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['instance', id], queryFn: () => api.instance(id) });
  const diagram = useQuery({ queryKey: ['diagram', id], queryFn: () => api.diagram(id) });
  const place = usePlace(id);
  useEffect(() => {
    if (found.data) document.title = `${t('replay.title')}: ${found.data.title} · ${t('app.name')}`;
  }, [found.data, t]);
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  if (diagram.isLoadingError) return <ErrorState error={diagram.error} retry={diagram.refetch} />;
  if (!found.data || !diagram.data || place.finding) return <PageLoading />;
  return <Replayed key={id} found={found.data} diagram={diagram.data} number={place.number} />;
}

interface Props {
  found: CaseDetail;
  diagram: DiagramData;
  number: number;
}

/** Only to whom the proofs are worth showing; the server decides who may verify. */
const VERIFIERS = ['auditor', 'administrator'];

function Replayed({ found, diagram, number }: Props) {
  const { t } = useTranslation();
  const user = useUser();
  const [, setSearch] = useSearchParams();
  const client = useQueryClient();
  const shown = useQuery(asked(found.id, windowOf(number)));
  const total = shown.data?.total ?? number;
  const goTo = (step: number): void => setSearch({ step: String(step) }, { replace: true });
  const next = windowOf(number) + WINDOW;
  useEffect(() => {
    if (number > next - 20 && next <= total) void client.prefetchQuery(asked(found.id, next));
  }, [client, found.id, next, number, total]);
  return (
    <div className="page wide replay">
      <div className="replay-top">
        <ReplayHead found={found} />
        {user.roles.some((role) => VERIFIERS.includes(role)) && <ProofCard instanceId={found.id} />}
      </div>
      <Player number={Math.min(number, total)} total={total} goTo={goTo}>
        <JumpTo steps={shown.data?.steps ?? []} number={number} goTo={goTo} />
      </Player>
      {shown.isLoadingError && <ErrorState error={shown.error} retry={shown.refetch} />}
      {shown.isPending && <ListLoading rows={4} />}
      {shown.data && (
        <Shown found={found} diagram={diagram} window={shown.data} number={number} goTo={goTo} />
      )}
      <p className="unseen" role="status">
        {t('replay.stepOf', { number, total })}
      </p>
    </div>
  );
}

interface ShownProps extends Props {
  window: ReplayWindow;
  goTo: (step: number) => void;
}

function Shown({ found, diagram, window, number, goTo }: ShownProps) {
  const at = standingAt(window, number);
  const step = stepIn(window, number);
  const words = useVocabulary(window);
  return (
    <div className="replay-grid">
      <ReplayDiagram
        diagram={diagram}
        step={step}
        at={at}
        pick={(process, id) => {
          const found = nextAt(window, number, [process, id]);
          if (found) goTo(found);
        }}
      />
      <StepList window={window} number={number} goTo={goTo} />
      {step && <StepDetail instanceId={found.id} window={window} step={step} words={words} />}
      <VariablesCard variables={at.variables} step={step} words={words} />
    </div>
  );
}

function ReplayHead({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <header className="head replay-head">
      <div>
        <p className="head-over">
          <span className="chip">{localName(found.process_name, found.process_name_en, lang)}</span>
          <StatusTag instance={found} />
          {found.number && <span className="number">{found.number}</span>}
          <Link className="back" to={`/cases/${found.id}`}>
            {t('replay.toCase')}
          </Link>
        </p>
        <h1 className="head-title">
          {t('replay.title')}
          {t('replay.colon')}
          {found.title}
        </h1>
      </div>
    </header>
  );
}

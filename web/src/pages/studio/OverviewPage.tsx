/** One process in the studio: its diagram, its draft and review, its versions. */
import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { studio, studioKey, type StudioPart } from '../../api/studio';
import { useLang } from '../../i18n';
import { onlyDrawn } from '../../lib/diagramWhere';
import { localName } from '../../lib/format';
import { ErrorState, PageLoading, useProblemText } from '../../widgets/States';
import { DiagramView } from '../../widgets/diagram/DiagramView';
import { DraftCard } from './DraftCard';
import { DraftTag } from './ProcessRow';
import { StudioPlaces } from './StudioPlaces';
import { Versions } from './Versions';
import './studio.css';
import './texts';

export default function OverviewPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const key = useParams().key ?? '';
  const navigate = useNavigate();
  const problem = useProblemText();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: studioKey(key), queryFn: () => studio.overview(key) });
  const process = found.data;
  const name = process ? (lang === 'en' && process.name_en ? process.name_en : process.name) : '';
  useEffect(() => {
    if (name) document.title = `${name} · ${t('studio.title')} · ${t('app.name')}`;
  }, [name, t]);
  const at = `/studio/${encodeURIComponent(key)}`;
  const begin = useMutation({
    mutationFn: () => studio.begin(key),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['studio'] });
      void navigate(`${at}/edit`);
    },
  });
  if (found.isPending) return <PageLoading />;
  if (!process) return <ErrorState error={found.error} retry={found.refetch} />;

  return (
    <div className="page wide studio-one">
      <StudioPlaces of={key} here="overview" unpublished={!process.version} drafted={process.draft} />
      <div className="studio-head">
        <h1 className="page-title">
          {name} <DraftTag process={process} />
        </h1>
        <span className="studio-actions">
          {process.head ? (
            <Button type="primary" icon={<EditOutlined aria-hidden />} onClick={() => void navigate(`${at}/edit`)}>
              {t('studio.goOn')}
            </Button>
          ) : (
            <Button
              type="primary"
              icon={<EditOutlined aria-hidden />}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {t('studio.edit')}
            </Button>
          )}
        </span>
      </div>
      <p className="row-meta studio-lead">
        <code>{key}</code>
        <span>
          {process.version ? t('studio.version', { number: process.version }) : t('studio.unpublished')}
        </span>
        {process.needs_review && <span>{t('studio.asksReview')}</span>}
        <Link to={`/cases?process=${encodeURIComponent(key)}`}>
          {t('studio.runningCases', { count: process.running })}
        </Link>
        {process.incidents > 0 && <Link to="/incidents">{t('studio.openIncidents', { count: process.incidents })}</Link>}
        {process.overdue > 0 && <span className="late">{t('studio.overdueWork', { count: process.overdue })}</span>}
      </p>
      {begin.isError && <Alert type="error" showIcon title={problem(begin.error).title} />}
      {process.head && <DraftCard of={key} draft={process.head} version={process.version} />}
      {process.xml && (
        <section className="card" aria-labelledby="diagram-heading">
          <h2 className="card-title" id="diagram-heading">
            {t('studio.diagram')}
          </h2>
          <DiagramView
            plain
            diagram={onlyDrawn({ key, name, xml: process.xml })}
          />
        </section>
      )}
      <Parts at={at} forms={process.forms} decisions={process.decisions} />
      <Versions of={key} busy={process.draft} />
    </div>
  );
}

interface PartsProps {
  at: string;
  forms: StudioPart[];
  decisions: StudioPart[];
}

/** The ways to the forms and decision tables that the diagram names. */
function Parts({ at, forms, decisions }: PartsProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const kinds = [
    { of: 'forms', parts: forms, title: t('studio.forms') },
    { of: 'decisions', parts: decisions, title: t('studio.decisions') },
  ].filter((one) => one.parts.length > 0);
  if (!kinds.length) return null;
  return (
    <section className="card" aria-labelledby="parts-heading">
      <h2 className="card-title" id="parts-heading">
        {t('studio.parts')}
      </h2>
      <dl className="studio-parts">
        {kinds.map((kind) => (
          <div key={kind.of}>
            <dt>{kind.title}</dt>
            <dd>
              {kind.parts.map((one) => (
                <Link key={one.id} title={one.id} to={`${at}/${kind.of}/${encodeURIComponent(one.id)}`}>
                  {localName(one.name, one.name_en, lang) || one.id}
                </Link>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

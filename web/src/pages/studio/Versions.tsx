/** What was published, with notes, authors and reviewers; an earlier version can come back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { studio, studioKey, type StudioVersion } from '../../api/studio';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, useProblemText } from '../../widgets/States';
import { useNames } from './useNames';

export function Versions({ of, busy }: { of: string; busy: boolean }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const found = useQuery({
    queryKey: studioKey(of, 'versions'),
    queryFn: () => studio.versions(of),
  });
  const items = found.data?.items ?? [];
  const records = found.data?.records ?? [];
  if (found.isPending) return <ListLoading rows={2} />;
  if (found.isError) return <ErrorState error={found.error} retry={found.refetch} />;
  return (
    <section className="card" aria-labelledby="versions-heading">
      <div className="studio-draft-head">
        <h2 className="card-title" id="versions-heading">
          {t('studio.versions')}
        </h2>
        {items.length > 1 && (
          <Link to={`/studio/${encodeURIComponent(of)}/compare`}>{t('studio.compare')}</Link>
        )}
      </div>
      {items.length === 0 && <p className="quiet">{t('studio.noVersion')}</p>}
      <ol className="versions">
        {items.map((one, place) => (
          <VersionRow key={one.version} of={of} version={one} newest={items[0]?.version ?? 0} now={place === 0} busy={busy} />
        ))}
      </ol>
      {records.length > 0 && (
        <details className="studio-records">
          <summary>{t('studio.records', { count: records.length })}</summary>
          <ul>
            {records.map((one, place) => (
              <li key={place}>
                <Moment at={one.at} /> {nameOf(one.by)} {t(`studio.act_${one.act}`, { number: one.version })}
                {one.act !== 'begun' && one.note && <span className="quiet"> {one.note}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface RowProps {
  of: string;
  version: StudioVersion;
  newest: number;
  now: boolean;
  busy: boolean;
}

function VersionRow({ of, version, newest, now, busy }: RowProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const problem = useProblemText();
  const queries = useQueryClient();
  const nameOf = useNames();
  const note = useRef('');
  const rollBack = () => {
    note.current = '';
    modal.confirm({
      title: t('studio.rollBackTitle', { number: version.version }),
      content: (
        <div className="studio-form">
          <p>{t('studio.rollBackHint')}</p>
          <label className="field">
            <span className="field-label">{t('studio.note')}</span>
            <Input.TextArea maxLength={2000} onChange={(event) => (note.current = event.target.value)} />
          </label>
        </div>
      ),
      okText: t('studio.rollBack'),
      cancelText: t('common.cancel'),
      onOk: async () => {
        try {
          const done = await studio.rollBack(of, version.version, newest, note.current);
          void message.success(
            done.version ? t('studio.published', { number: done.version }) : t('studio.asked'),
          );
        } catch (error) {
          void message.error(problem(error).title, 8);
        }
        await queries.invalidateQueries({ queryKey: ['studio'] });
      },
    });
  };
  return (
    <li className="version">
      <span className="version-number">{t('studio.version', { number: version.version })}</span>
      <span className="row-main">
        <span>{version.note || (version.rolled_back ? t('studio.rolledBack') : t('studio.noNote'))}</span>
        <span className="row-meta">
          <Moment at={version.at} />
          <span>{t('studio.authors', { names: version.authors.map(nameOf).join('、') })}</span>
          {version.reviewer && <span>{t('studio.reviewer', { name: nameOf(version.reviewer) })}</span>}
        </span>
      </span>
      {now ? (
        <span className="tag completed">{t('studio.inForce')}</span>
      ) : (
        <span className="studio-actions">
          <Link to={`/studio/${encodeURIComponent(of)}/compare?from=${version.version}&to=${newest}`}>
            {t('studio.compareNow')}
          </Link>
          <Button size="small" disabled={busy} title={busy ? t('studio.rollBackBusy') : undefined} onClick={rollBack}>
            {t('studio.rollBack')}
          </Button>
        </span>
      )}
    </li>
  );
}

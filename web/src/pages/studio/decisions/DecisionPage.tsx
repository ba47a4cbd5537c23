/** One decision of a process: its table to edit in the draft, findings, and a trial. */
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { StudioDraft } from '../../../api/studio';
import { ErrorState, ListLoading, StateMessage } from '../../../widgets/States';
import { titleOf } from '../files/titles';
import { fileOf, useDraft } from '../files/useDraft';
import { StudioPlaces } from '../StudioPlaces';
import { usePublished } from '../files/usePublished';
import '../../../styles/drafts.css';
import '../studio.css';
import '../texts';
import './dmn.css';
import { TableDesk } from './TableDesk';
import './texts';

export default function DecisionPage() {
  const { t } = useTranslation();
  const { key = '', name = '' } = useParams();
  const { draft, begin } = useDraft(key);
  const published = usePublished(key, draft.data === null);
  const file = fileOf(draft.data?.files ?? published.data ?? [], 'decision', name);
  const called = (file && titleOf('decision', file.text, name)) || name;
  const title = t('table.title', { name: called });
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className="page decision-page">
      <StudioPlaces of={key} here="part" part={called} />
      <h1 className="page-title">{title}</h1>
      {draft.isPending && <ListLoading />}
      {draft.isLoadingError && <ErrorState error={draft.error} retry={draft.refetch} />}
      {draft.data && <InDraft of={key} name={name} draft={draft.data} />}
      {draft.data === null && (
        <>
          <div className="draft-bar">
            <span className="quiet">{t('table.beginHint')}</span>
            <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
              {t('table.begin')}
            </Button>
          </div>
          {begin.isError && <ErrorState error={begin.error} />}
          <Published of={key} name={name} />
        </>
      )}
    </div>
  );
}

function InDraft({ of, name, draft }: { of: string; name: string; draft: StudioDraft }) {
  const { t } = useTranslation();
  const file = fileOf(draft.files, 'decision', name);
  if (!file) return <StateMessage title={t('table.missing', { name })} />;
  return <TableDesk of={of} name={name} file={file} draft={draft} />;
}

function Published({ of, name }: { of: string; name: string }) {
  const { t } = useTranslation();
  const published = usePublished(of, true);
  if (published.isPending) return <ListLoading />;
  if (published.isLoadingError) {
    return <ErrorState error={published.error} retry={published.refetch} />;
  }
  const file = fileOf(published.data, 'decision', name);
  if (!file) return <StateMessage title={t('table.missing', { name })} />;
  return <TableDesk of={of} name={name} file={file} draft={null} />;
}

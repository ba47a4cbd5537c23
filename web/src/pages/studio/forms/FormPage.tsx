/** One form of a process: to edit in the draft, to preview, with the rights of each step. */
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ErrorState, ListLoading, StateMessage } from '../../../widgets/States';
import '../studio.css';
import '../texts';
import '../decisions/texts';
import { titleOf } from '../files/titles';
import { usePublished } from '../files/usePublished';
import { fileOf, useDraft } from '../files/useDraft';
import { StudioPlaces } from '../StudioPlaces';
import '../../../styles/drafts.css';
import { FormDesk } from './FormDesk';
import './texts';

export default function FormPage() {
  const { t } = useTranslation();
  const { key = '', name = '' } = useParams();
  const { draft, begin } = useDraft(key);
  const published = usePublished(key, draft.data === null);
  const files = draft.data?.files ?? published.data;
  const file = files && fileOf(files, 'form', name);
  const called = (file && titleOf('form', file.text)) || name;
  const title = t('formEdit.title', { name: called });
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className="page form-page">
      <StudioPlaces of={key} here="part" part={called} />
      <h1 className="page-title">{title}</h1>
      {draft.isLoadingError && <ErrorState error={draft.error} retry={draft.refetch} />}
      {published.isLoadingError && <ErrorState error={published.error} retry={published.refetch} />}
      {!files && !draft.isLoadingError && !published.isLoadingError && <ListLoading />}
      {draft.data === null && (
        <div className="draft-bar">
          <span className="quiet">{t('table.beginHint')}</span>
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('table.begin')}
          </Button>
        </div>
      )}
      {begin.isError && <ErrorState error={begin.error} />}
      {files && !file && <StateMessage title={t('formEdit.missing', { name })} />}
      {file && (
        <FormDesk
          key={draft.data ? 'draft' : 'published'}
          of={key}
          name={name}
          file={file}
          diagram={files.find((one) => one.kind === 'process')?.text ?? ''}
          draft={draft.data ?? null}
        />
      )}
    </div>
  );
}

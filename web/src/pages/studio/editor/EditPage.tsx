/** Draws a process: the editor on a desk, the picture alone on a phone. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Problem } from '../../../api/client';
import { studio, studioKey } from '../../../api/studio';
import { onlyDrawn } from '../../../lib/diagramWhere';
import { DiagramView } from '../../../widgets/diagram/DiagramView';
import { ErrorState, PageLoading, StateMessage } from '../../../widgets/States';
import { Editor } from './Editor';
import '../studio.css';
import './editor.css';
import './panel/panel.css';
import '../texts';
import './texts';
import './panel/texts';

const narrow = window.matchMedia('(max-width: 760px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export default function EditPage() {
  const { t } = useTranslation();
  const key = useParams().key ?? '';
  const isPhone = useSyncExternalStore(subscribe, () => narrow.matches);
  const draft = useQuery({
    queryKey: ['studio-draft', key],
    queryFn: () => studio.draft(key),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const choices = useQuery({
    queryKey: studioKey(key, 'choices'),
    queryFn: () => studio.choices(key),
    staleTime: 300_000,
  });
  useEffect(() => {
    document.title = `${t('editor.title')} ${key} · ${t('app.name')}`;
  }, [key, t]);
  const overview = `/studio/${encodeURIComponent(key)}`;
  if (draft.error instanceof Problem && draft.error.status === 404) {
    return (
      <StateMessage
        title={t('editor.noDraft')}
        action={<Link to={overview}>{t('studio.overview')}</Link>}
      />
    );
  }
  if (draft.isError) return <ErrorState error={draft.error} retry={draft.refetch} />;
  if (choices.isError) return <ErrorState error={choices.error} retry={choices.refetch} />;
  if (!draft.data || !choices.data) return <PageLoading />;
  const file = draft.data.files.find((one) => one.own && one.kind === 'process');
  if (!file) return <StateMessage title={t('editor.noDiagram')} />;
  if (isPhone) {
    return (
      <div className="page wide">
        <nav className="studio-places" aria-label={t('studio.sections')}>
          <Link to="/studio">{t('studio.title')}</Link>
          <Link to={overview}>{t('studio.overview')}</Link>
        </nav>
        <h1 className="page-title">{t('editor.title')}</h1>
        <Alert type="info" showIcon title={t('editor.phone')} className="editor-phone" />
        <section className="card">
          <DiagramView
            plain
            diagram={onlyDrawn({ key, name: key, xml: file.text })}
          />
        </section>
      </div>
    );
  }
  return (
    <Editor
      key={`${key}-${draft.dataUpdatedAt}`}
      of={key}
      draft={draft.data}
      file={file}
      choices={choices.data}
      reload={() => void draft.refetch()}
    />
  );
}

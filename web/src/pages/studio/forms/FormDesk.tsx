/** The form in its editor, saved as one types; a preview with the real viewer; rights by step. */
import { Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioDraft, StudioFile } from '../../../api/studio';
import type { FormSchema } from '../../../api/types';
import { useLang } from '../../../i18n';
import { whileHere } from '../../../lib/whileHere';
import { FormView } from '../../../widgets/form/FormView';
import { useAutosave } from '../editor/useAutosave';
import { DraftBar } from '../files/DraftBar';
import type { OpenDesigner } from './designer';
import { RightsTable } from './RightsTable';
import { stepRights } from './stepRights';

type View = 'edit' | 'preview' | 'rights';

interface Props {
  of: string;
  name: string;
  file: StudioFile;
  diagram: string;
  /** Null: the published form, to look at. */
  draft: StudioDraft | null;
}

const NARROW = '(max-width: 900px)';

export function FormDesk({ of, name, file, diagram, draft }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenDesigner | null>(null);
  const [text, setText] = useState(file.text);
  const [failed, setFailed] = useState(false);
  const narrow = window.matchMedia(NARROW).matches;
  const editable = draft !== null && !narrow;
  const [view, setView] = useState<View>(editable ? 'edit' : 'preview');
  const autosave = useAutosave({
    of,
    version: draft?.version ?? 0,
    name: file.name,
    savedAt: draft?.saved_at ?? '',
    read: () => Promise.resolve(opened.current?.text() ?? file.text),
    onSaved: () => undefined,
  });
  const { changed } = autosave;

  useEffect(() => {
    const element = container.current;
    if (!element || !editable) return;
    return whileHere(
      async () => {
        const { openDesigner } = await import('./designer');
        return () => openDesigner({ container: element, text: file.text, lang, onChange: changed });
      },
      (made) => {
        opened.current = made;
      },
      () => setFailed(true),
    );
  }, [file.text, lang, editable, changed]);

  const choose = (chosen: View) => {
    setText(opened.current?.text() ?? text);
    setView(chosen);
  };
  const views: View[] = editable ? ['edit', 'preview', 'rights'] : ['preview', 'rights'];
  return (
    <>
      <div className="draft-bar">
        <Segmented
          value={view}
          onChange={choose}
          options={views.map((value) => ({ value, label: t(`formEdit.${value}`) }))}
        />
        <span className="draft-actions">
          {editable && draft && (
            <DraftBar of={of} state={autosave.state} at={autosave.at} save={autosave.save} />
          )}
          {!draft && <span className="tag">{t('table.published')}</span>}
          {draft && narrow && <span className="quiet">{t('formEdit.phone')}</span>}
        </span>
      </div>
      {editable && <div className="form-canvas" ref={container} hidden={view !== 'edit'} />}
      {failed && <p role="alert">{t('table.failed')}</p>}
      {view === 'preview' && (
        <section className="card form-preview" aria-label={t('formEdit.preview')}>
          <p className="quiet">{t('formEdit.previewHint')}</p>
          <FormView key={text} schema={JSON.parse(text) as FormSchema} data={{}} />
        </section>
      )}
      {view === 'rights' && <RightsTable steps={stepRights(diagram, name)} />}
    </>
  );
}

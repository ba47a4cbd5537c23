/** The table in its editor, saved as one types, beside what is wrong with it and a trial. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { studio, studioKey, type StudioDraft, type StudioFile } from '../../../api/studio';
import { useLang } from '../../../i18n';
import { whileHere } from '../../../lib/whileHere';
import { DraftBar } from '../files/DraftBar';
import { FindingList } from '../FindingList';
import { useAutosave } from '../editor/useAutosave';
import type { OpenTable } from './tableEditor';
import { TryTable } from './TryTable';

interface Props {
  of: string;
  name: string;
  file: StudioFile;
  /** Null: the published table, to look at and to try. */
  draft: StudioDraft | null;
}

export function TableDesk({ of, name, file, draft }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenTable | null>(null);
  const [failed, setFailed] = useState(false);
  const [saved, setSaved] = useState(draft?.version ?? 0);
  const editable = draft !== null;
  const read = async () => (await opened.current?.xml()) ?? file.text;
  const autosave = useAutosave({
    of,
    version: draft?.version ?? 0,
    name: file.name,
    savedAt: draft?.saved_at ?? '',
    read,
    onSaved: (head) => setSaved(head.version),
  });
  const { changed } = autosave;

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const onChange = () => {
      if (editable) changed();
    };
    return whileHere(
      async () => {
        const { openTable } = await import('./tableEditor');
        return () => openTable({ container: element, xml: file.text, decision: name, lang, onChange });
      },
      (made) => {
        opened.current = made;
      },
      () => setFailed(true),
    );
  }, [file.text, name, lang, editable, changed]);

  return (
    <>
      <div className="draft-bar">
        {draft ? (
          <DraftBar of={of} state={autosave.state} at={autosave.at} save={autosave.save} />
        ) : (
          <span className="tag">{t('table.published')}</span>
        )}
      </div>
      <div className="decision-body">
        <div>
          <div className={`dmn-canvas ${editable ? '' : 'is-read-only'}`} ref={container} inert={!editable} />
          {failed && <p role="alert">{t('table.failed')}</p>}
        </div>
        <div className="decision-side">
          <TryTable of={of} text={file.text} decision={name} read={read} />
          {draft && <Findings of={of} file={file.name} version={saved} />}
        </div>
      </div>
    </>
  );
}

/** What the server's rules say of the table as it was saved last. */
function Findings({ of, file, version }: { of: string; file: string; version: number }) {
  const { t } = useTranslation();
  const check = useQuery({
    queryKey: studioKey(of, 'check', String(version)),
    queryFn: () => studio.check(of),
    staleTime: 60_000,
  });
  const found = (check.data?.findings ?? []).filter((one) => !one.file || one.file === file);
  return (
    <section className="card" aria-label={t('table.findings')}>
      <h2 className="card-title">{t('table.findings')}</h2>
      <div role="status">
        {check.isPending && <p className="quiet">{t('table.checking')}</p>}
        {check.data && found.length === 0 && <p className="quiet">{t('table.clean')}</p>}
      </div>
      <FindingList findings={found} />
    </section>
  );
}

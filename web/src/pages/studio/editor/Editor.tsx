/** The modeler with its toolbar, properties and findings; saved and checked as one draws. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  studio,
  type StudioChoices,
  type StudioDraft,
  type StudioFile,
  type StudioFinding,
  type StudioScope,
} from '../../../api/studio';
import { useLang } from '../../../i18n';
import { PageLoading } from '../../../widgets/States';
import { usePageKeys } from '../../../widgets/shownKeys';
import { PublishDialog } from '../PublishDialog';
import { named } from './choices';
import { ConflictBar } from './ConflictBar';
import { FindingsPane } from './FindingsPane';
import { EDITOR_KEYS } from './keys';
import { OpenedNote } from './OpenedNote';
import { badge, nameOf, play, show } from './modeler';
import { Panel } from './Panel';
import { SimulationPane } from './SimulationPane';
import { Toolbar } from './Toolbar';
import { useAutosave } from './useAutosave';
import { useCheck } from './useCheck';
import { useModeler } from './useModeler';
import { useWorded } from './useWorded';

interface Props {
  of: string;
  draft: StudioDraft;
  file: StudioFile;
  choices: StudioChoices;
  reload: () => void;
}

/** While a half-drawn diagram cannot be read, what was known of it before counts. */
function stillKnown(before: StudioScope | undefined, now: StudioScope): StudioScope {
  return before && Object.keys(now.forms).length === 0 ? before : now;
}

export function Editor({ of, draft, file, choices, reload }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const queries = useQueryClient();
  const layOut = async (xml: string) => (await studio.layout(of, xml)).xml;
  const { container, modeler, failed, laidOut } = useModeler(file.text, lang, layOut);
  const { findings: found, pending, check } = useCheck(of);
  const findings = useWorded(found, modeler);
  const [publishing, setPublishing] = useState(false);
  const [simulated, setSimulated] = useState<string | null>(null);
  const [example, setExample] = useState<StudioFinding | null>(null);
  usePageKeys(EDITOR_KEYS);
  const [arrived, setArrived] = useState('');
  const read = useCallback(async () => {
    const saved = await modeler?.saveXML({ format: true });
    return saved?.xml ?? file.text;
  }, [modeler, file.text]);
  const scope = useQuery({
    queryKey: ['studio-scope', of],
    queryFn: () => studio.scope(of),
    staleTime: Infinity,
    gcTime: 0,
    structuralSharing: (before, now) => stillKnown(before as StudioScope | undefined, now as StudioScope),
  });
  const saving = useAutosave({
    of,
    version: draft.version,
    name: file.name,
    text: file.text,
    savedAt: draft.saved_at,
    read,
    onSaved: () => {
      void check();
      void scope.refetch();
    },
  });

  const { changed } = saving;
  useEffect(() => {
    if (!modeler) return;
    const bus = modeler.get<{ on(e: string, l: () => void): void; off(e: string, l: () => void): void }>('eventBus');
    bus.on('commandStack.changed', changed);
    void check();
    if (laidOut) changed();
    return () => bus.off('commandStack.changed', changed);
  }, [modeler, changed, check, laidOut]);

  useEffect(() => {
    if (modeler) badge(modeler, findings, (count, what) => t('editor.findingsHere', { count, what }));
  }, [modeler, findings, t]);

  useEffect(() => {
    if (modeler && example) return play(modeler, example.path, setArrived);
    return undefined;
  }, [modeler, example]);

  useEffect(() => () => void queries.invalidateQueries({ queryKey: ['studio', ''] }), [queries]);

  const rebase = async () => {
    await saving.save();
    await studio.rebase(of, saving.version.current);
    reload();
  };

  return (
    <div className="editor">
      <Toolbar
        of={of}
        name={nameOf(modeler, of) || named(choices.processes, lang).find((one) => one.value === of)?.label || of}
        modeler={modeler}
        saving={saving}
        read={read}
        simulating={simulated !== null}
        simulate={(on) => (on ? void read().then(setSimulated) : setSimulated(null))}
        publish={() => void saving.save().then(() => setPublishing(true))}
      />
      {saving.state === 'conflict' && (
        <ConflictBar
          of={of}
          name={file.name}
          before={saving.last.current}
          read={read}
          keepMine={(version) => void saving.saveOver(version)}
          takeTheirs={() => {
            saving.giveUp();
            reload();
          }}
        />
      )}
      {draft.overtaken.length > 0 && (
        <Alert
          type="warning"
          banner
          title={t('studio.overtaken', { names: draft.overtaken.join('、') })}
          action={<Button onClick={() => void rebase()}>{t('studio.rebase')}</Button>}
        />
      )}
      <OpenedNote origin={draft.origin} laidOut={laidOut} findings={findings} pending={pending} />
      {failed && <Alert type="error" banner title={t('editor.cannotDraw', { why: failed })} />}
      <div className="editor-body">
        <div className="editor-canvas-area">
          <div className="editor-canvas diagram-canvas" ref={container} hidden={simulated !== null} />
          {!modeler && !failed && <PageLoading />}
          {simulated !== null && <SimulationPane xml={simulated} />}
        </div>
        <aside className="editor-panel" aria-label={t('editor.properties')}>
          {simulated !== null && <p className="quiet panel-none">{t('editor.simulationHint')}</p>}
          {modeler && simulated === null && (
            <Panel
              modeler={modeler as never}
              choices={choices}
              of={of}
              scope={scope.data}
              findings={findings}
              show={(id) => show(modeler, id)}
            />
          )}
        </aside>
      </div>
      <FindingsPane
        begin={draft.origin === 'import'}
        arrived={example ? arrived : ''}
        findings={findings}
        pending={pending}
        example={example}
        stop={() => setExample(null)}
        choose={(one) => modeler && one.element_id && show(modeler, one.element_id)}
        animate={setExample}
      />
      {publishing && <PublishDialog of={of} close={() => setPublishing(false)} />}
    </div>
  );
}

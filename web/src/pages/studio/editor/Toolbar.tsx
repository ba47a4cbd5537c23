/** The bar above the drawing: the way back, what was saved, undo, layout, files, publishing. */
import {
  DownloadOutlined,
  ExpandOutlined,
  PartitionOutlined,
  PlayCircleOutlined,
  RedoOutlined,
  UndoOutlined,
  UploadOutlined,
} from '@ant-design/icons';
import type Modeler from 'bpmn-js/lib/Modeler';
import { App, Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { studio } from '../../../api/studio';
import { formatTime } from './clock';
import { download } from './download';
import { useProblemText } from '../../../widgets/States';
import type { Canvas, CommandStack, EventBus } from './types';
import type { useAutosave } from './useAutosave';

interface Props {
  of: string;
  name: string;
  modeler: Modeler | null;
  saving: ReturnType<typeof useAutosave>;
  read: () => Promise<string>;
  simulating: boolean;
  simulate: (on: boolean) => void;
  publish: () => void;
}

function useSteps(modeler: Modeler | null) {
  const [, tell] = useState(0);
  useEffect(() => {
    if (!modeler) return;
    const bus = modeler.get<EventBus>('eventBus');
    const change = () => tell((number) => number + 1);
    bus.on('commandStack.changed', change);
    return () => bus.off('commandStack.changed', change);
  }, [modeler]);
  return modeler?.get<CommandStack>('commandStack');
}

export function Toolbar({ of, name, modeler, saving, read, simulating, simulate, publish }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problem = useProblemText();
  const field = useRef<HTMLInputElement>(null);
  const steps = useSteps(modeler);
  const draw = async (xml: string) => {
    if (!modeler) return;
    await modeler.importXML(xml);
    modeler.get<Canvas>('canvas').zoom('fit-viewport', 'auto');
    saving.changed();
  };
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => message.error(problem(error).title, 8));
  const layOut = () => attempt(async () => draw((await studio.layout(of, await read())).xml));
  const bring = (file: File | undefined) => {
    if (file) attempt(async () => draw(await file.text()));
    if (field.current) field.current.value = '';
  };
  const off = !modeler || simulating;
  return (
    <div className="editor-bar" role="toolbar" aria-label={t('editor.tools')}>
      <Link to={`/studio/${encodeURIComponent(of)}`}>{t('editor.back')}</Link>
      <h1 className="editor-name">{name}</h1>
      <span role="status" className={`editor-saved ${saving.state}`}>
        {t(`editor.saving_${saving.state}`, { time: formatTime(saving.at) })}
      </span>
      <span className="editor-tools">
        <Tool icon={<UndoOutlined />} label={t('editor.undo')} off={off || !steps?.canUndo()} onClick={() => steps?.undo()} />
        <Tool icon={<RedoOutlined />} label={t('editor.redo')} off={off || !steps?.canRedo()} onClick={() => steps?.redo()} />
        <Tool
          icon={<ExpandOutlined />}
          label={t('diagram.fit')}
          off={off}
          onClick={() => modeler?.get<Canvas>('canvas').zoom('fit-viewport', 'auto')}
        />
        <Tool icon={<PartitionOutlined />} label={t('editor.layOut')} off={off} onClick={layOut} />
        <Tool
          icon={<DownloadOutlined />}
          label={t('editor.download')}
          off={!modeler}
          onClick={() => attempt(async () => download(`${of}.bpmn`, await read()))}
        />
        <Tool icon={<UploadOutlined />} label={t('editor.upload')} off={off} onClick={() => field.current?.click()} />
        <input
          ref={field}
          type="file"
          accept=".bpmn"
          hidden
          aria-label={t('editor.upload')}
          onChange={(event) => bring(event.target.files?.[0])}
        />
      </span>
      <Button
        icon={<PlayCircleOutlined aria-hidden />}
        aria-pressed={simulating}
        type={simulating ? 'primary' : 'default'}
        disabled={!modeler}
        onClick={() => simulate(!simulating)}
      >
        {t('editor.simulate')}
      </Button>
      <Button type="primary" disabled={off || saving.state === 'conflict'} onClick={publish}>
        {t('editor.publish')}
      </Button>
    </div>
  );
}

function Tool({ icon, label, off, onClick }: { icon: ReactNode; label: string; off: boolean; onClick: () => void }) {
  return (
    <Button
      type="text"
      icon={<span aria-hidden>{icon}</span>}
      aria-label={label}
      title={label}
      disabled={off}
      onClick={onClick}
    />
  );
}

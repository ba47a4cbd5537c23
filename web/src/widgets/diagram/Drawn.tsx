/** One drawing with its marks and buttons, in which elements may be picked and calls stepped into. */
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DiagramTools } from './DiagramTools';
import { useDrawing } from './useDrawing';
import type { DiagramMarks } from './marks';

interface Props {
  xml: string;
  marks: DiagramMarks;
  where?: string;
  tall?: boolean;
  /** Somebody steps into the called process with this key. */
  open?: (key: string) => void;
  picking?: { ids: string[]; value: string; pick: (id: string) => void };
  children?: ReactNode;
}

export function Drawn({ xml, marks, where = '', tall = false, open, picking, children }: Props) {
  const { t } = useTranslation();
  const entered = useEffectEvent((key: string) => open?.(key));
  const picked = useEffectEvent((id: string) => picking?.pick(id));
  const ids = picking?.ids ?? [];
  const { container, drawing, drawn, failed } = useDrawing(
    xml,
    async () => {
      const { openDiagram } = await import('./viewer');
      const acts = { ids, pick: (id: string) => picked(id), enter: (key: string) => entered(key) };
      return (element, text) => openDiagram(element, text, marks, acts);
    },
    JSON.stringify([marks, ids]),
  );
  const stands = marks.current.length + marks.within.length > 0;
  const value = picking?.value ?? '';
  useEffect(() => drawing?.choose(value), [drawing, value]);
  return (
    <>
      <div className="diagram-bar">
        <span className="diagram-where">{where}</span>
        {drawn && <DiagramTools of={drawing} current={stands && !picking && !tall} />}
      </div>
      {children}
      <div className={`diagram-canvas ${tall ? 'tall' : ''}`} hidden={!drawn} ref={container} />
      {!drawn && <p className="quiet">{t('diagram.undrawn')}</p>}
      {failed && <p role="alert">{t('diagram.failed')}</p>}
    </>
  );
}

/** The diagram of a case on the page, with its buttons and what it says to those who cannot see. */
import {
  AimOutlined,
  ExpandOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import { englishDiagram, isDrawn } from '../../lib/diagramXml';
import { whileHere } from '../../lib/whileHere';
import type { OpenDiagram } from './viewer';

interface Props {
  diagram: DiagramData;
  /** Names of the current elements, for the text beside the picture. */
  currentNames: string[];
  /** Of a process and no case: nothing is marked, so nothing is said of marks. */
  plain?: boolean;
}

function useDiagram(diagram: DiagramData, xml: string | undefined) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenDiagram | null>(null);
  const [failed, setFailed] = useState(false);
  const hereText = t('diagram.here');

  useEffect(() => {
    const element = container.current;
    if (!element || !xml || !isDrawn(xml)) return;
    setFailed(false);
    const marks = {
      current: [...diagram.positions.map((position) => position.element_id), ...diagram.beside],
      done: diagram.done_elements,
      taken: diagram.taken_flows,
      hereText,
    };
    return whileHere(
      async () => {
        const { openDiagram } = await import('./viewer');
        return () => openDiagram(element, lang === 'en' ? englishDiagram(xml) : xml, marks);
      },
      (made) => {
        opened.current = made;
      },
      () => setFailed(true),
    );
  }, [diagram, xml, lang, hereText]);

  return { container, opened, failed };
}

function Tool({ icon, label, onClick }: { icon: ReactNode; label: string; onClick: () => void }) {
  return <Button type="text" icon={icon} aria-label={label} title={label} onClick={onClick} />;
}

export function DiagramView({ diagram, currentNames, plain = false }: Props) {
  const { t } = useTranslation();
  const [key, setKey] = useState(diagram.processes[0]?.key ?? '');
  const process = diagram.processes.find((one) => one.key === key) ?? diagram.processes[0];
  const { container, opened, failed } = useDiagram(diagram, process?.xml);
  if (!process) return <p className="quiet">{t('diagram.none')}</p>;
  const drawn = isDrawn(process.xml);
  const somewhere = currentNames.length
    ? t('case.current', { names: currentNames.join('、') })
    : t('case.nowhere');
  const where = plain ? process.name : somewhere;

  return (
    <section className="diagram" aria-label={`${t('diagram.label')}. ${where}`}>
      <div className="diagram-bar">
        <span className="diagram-where">{plain ? '' : where}</span>
        {drawn && (
          <span className="diagram-tools">
            {diagram.positions.length > 0 && (
              <Tool
                icon={<AimOutlined aria-hidden />}
                label={t('diagram.toCurrent')}
                onClick={() => opened.current?.toCurrent()}
              />
            )}
            <Tool
              icon={<ZoomOutOutlined aria-hidden />}
              label={t('diagram.zoomOut')}
              onClick={() => opened.current?.zoom(-1)}
            />
            <Tool
              icon={<ZoomInOutlined aria-hidden />}
              label={t('diagram.zoomIn')}
              onClick={() => opened.current?.zoom(1)}
            />
            <Tool
              icon={<ExpandOutlined aria-hidden />}
              label={t('diagram.fit')}
              onClick={() => opened.current?.fit()}
            />
          </span>
        )}
      </div>
      {diagram.processes.length > 1 && (
        <div className="diagram-choice">
          <Segmented
            size="small"
            value={process.key}
            onChange={setKey}
            options={diagram.processes.map((one) => ({ value: one.key, label: one.name }))}
          />
        </div>
      )}
      <div className="diagram-canvas" hidden={!drawn} ref={container} />
      {!drawn && <p className="quiet">{t('diagram.undrawn')}</p>}
      {failed && <p role="alert">{t('diagram.failed')}</p>}
      {!plain && drawn && (
        <p className="legend">
          <span className="legend-item current">{t('diagram.legendCurrent')}</span>
          <span className="legend-item done">{t('diagram.legendDone')}</span>
        </p>
      )}
    </section>
  );
}

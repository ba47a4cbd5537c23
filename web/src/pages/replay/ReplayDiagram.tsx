/** The diagram of a replayed case, marked as it was after the step that is shown. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/audit';
import type { DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import { elementNames, englishDiagram, isDrawn } from '../../lib/diagramXml';
import { whileHere } from '../../lib/whileHere';
import type { StandingAt } from '../../lib/replay';
import type { ReplayDiagram as Opened } from './diagram';

interface Props {
  diagram: DiagramData;
  step: ReplayStep | undefined;
  at: StandingAt;
  /** Somebody chose an element. */
  pick: (id: string) => void;
}

/** The process whose drawing has what the step is about; several when processes are called. */
function processOf(diagram: DiagramData, step: ReplayStep | undefined, at: StandingAt): string {
  const wanted = [step?.element_id ?? '', ...Object.keys(at.positions)].filter(Boolean);
  const holds = (xml: string, id: string) => xml.includes(`id="${id}"`);
  for (const id of wanted) {
    const found = diagram.processes.find((one) => holds(one.xml, id));
    if (found) return found.key;
  }
  return diagram.processes[0]?.key ?? '';
}

function isReached(xml: string, at: StandingAt): boolean {
  return Object.keys(at.visits).some((id) => xml.includes(`id="${id}"`));
}

export function ReplayDiagram({ diagram, step, at, pick }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const opened = useRef<Opened | null>(null);
  const [failed, setFailed] = useState(false);
  const [chosen, setChosen] = useState<{ step: number; key: string } | null>(null);
  const number = step?.number ?? 0;
  const followed = processOf(diagram, step, at);
  const key = chosen?.step === number ? chosen.key : followed;
  const drawn = diagram.processes.filter((one) => one.key === key || isReached(one.xml, at));
  const process = diagram.processes.find((one) => one.key === key) ?? diagram.processes[0];
  const xml = process?.xml;

  const picked = useEffectEvent((id: string) => pick(id));
  const mark = useEffectEvent(() =>
    opened.current?.show({
      positions: at.positions,
      visits: at.visits,
      flows: at.flows,
      fresh: step?.flows ?? [],
      reached: [...(step?.visited ?? [])].reverse(),
      here: (tokens) => (tokens > 1 ? t('replay.hereTimes', { tokens }) : t('diagram.here')),
      times: (count) => t('replay.times', { count }),
    }),
  );

  useEffect(() => {
    const element = container.current;
    if (!element || !xml) return;
    setFailed(!isDrawn(xml));
    if (!isDrawn(xml)) return;
    return whileHere(
      async () => {
        const { openReplay } = await import('./diagram');
        const shown = lang === 'en' ? englishDiagram(xml) : xml;
        return () => openReplay(element, shown, (id) => picked(id));
      },
      (made) => {
        opened.current = made;
        if (made) mark();
      },
      () => setFailed(true),
    );
  }, [xml, lang]);
  useEffect(() => {
    mark();
  }, [number, at]);

  const xmls = diagram.processes.map((one) => one.xml);
  const names = elementNames(xmls, Object.keys(at.positions), lang);
  const where = names.length ? t('replay.at', { names: names.join('、') }) : t('replay.nowhere');
  return (
    <section className="card replay-diagram" aria-label={`${t('diagram.label')}. ${where}`}>
      <div className="diagram-bar">
        <span className="diagram-where">{where}</span>
        {drawn.length > 1 && (
          <Select
            size="small"
            className="diagram-process"
            aria-label={t('replay.process')}
            value={key}
            onChange={(one) => setChosen({ step: number, key: one })}
            options={drawn.map((one) => ({ value: one.key, label: one.name }))}
            popupMatchSelectWidth={false}
          />
        )}
        <span className="diagram-tools">
          <Button
            type="text"
            icon={<ZoomOutOutlined aria-hidden />}
            aria-label={t('diagram.zoomOut')}
            onClick={() => opened.current?.zoom(-1)}
          />
          <Button
            type="text"
            icon={<ZoomInOutlined aria-hidden />}
            aria-label={t('diagram.zoomIn')}
            onClick={() => opened.current?.zoom(1)}
          />
          <Button
            type="text"
            icon={<ExpandOutlined aria-hidden />}
            aria-label={t('diagram.fit')}
            onClick={() => opened.current?.fit()}
          />
        </span>
      </div>
      <div className="diagram-canvas" ref={container} />
      {failed && <p role="alert">{t('diagram.failed')}</p>}
      <p className="legend">
        <span className="legend-item current">{t('diagram.legendCurrent')}</span>
        <span className="legend-item done">{t('diagram.legendDone')}</span>
        <span className="legend-item fresh">{t('replay.legendFresh')}</span>
      </p>
    </section>
  );
}

/** The drawing with the figures on it, its buttons and its legend. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { englishDiagram, isDrawn } from '../../lib/diagramXml';
import { localName } from '../../lib/format';
import { whileHere } from '../../lib/whileHere';
import type { ProcessStatistics } from './api';
import { boundsOf, type Heat, type Measure } from './figures';
import type { HeatMap, ShownFlow, ShownHeat } from './heatViewer';

interface Props {
  process: ProcessStatistics;
  heats: Heat[];
  measure: Measure;
  text: (value: number) => string;
  greatest: number;
  chosen: string | null;
  choose: (id: string) => void;
}

/** Arrows where there was a choice: counted, with their share. */
function choices(process: ProcessStatistics): ProcessStatistics['flows'] {
  const out = new Map<string, number>();
  process.flows.forEach((flow) => out.set(flow.source, (out.get(flow.source) ?? 0) + 1));
  return process.flows.filter((flow) => (out.get(flow.source) ?? 0) > 1);
}

export function HeatMapView(props: Props) {
  const { process, heats, measure, text, greatest, chosen, choose } = props;
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<HeatMap | null>(null);
  const [failed, setFailed] = useState(false);
  const picked = useEffectEvent((id: string) => {
    if (process.elements.some((one) => one.element_id === id)) choose(id);
  });
  useEffect(() => {
    const element = container.current;
    setFailed(!isDrawn(process.xml));
    if (!element || !isDrawn(process.xml)) return;
    return whileHere(
      async () => {
        const { openHeatMap } = await import('./heatViewer');
        const xml = lang === 'en' ? englishDiagram(process.xml) : process.xml;
        return () => openHeatMap(element, xml, (id) => picked(id));
      },
      setMap,
      () => setFailed(true),
    );
  }, [process.xml, lang]);

  useEffect(() => {
    const named = new Map(
      process.elements.map((one) => [one.element_id, localName(one.name, one.name_en, lang)]),
    );
    const shown: ShownHeat[] = heats.map((one) => ({
      id: one.id,
      text: one.value > 0 ? text(one.value) : '',
      label: t('running.badge', { name: named.get(one.id) ?? one.id, value: text(one.value) }),
      step: one.step,
    }));
    const flows: ShownFlow[] =
      measure === 'visits'
        ? choices(process).map((one) => ({
            id: one.flow_id,
            text: `${one.share}%`,
            label: t('running.flowBadge', { count: one.count, share: one.share }),
            often: one.share >= 50 && one.count > 0,
          }))
        : [];
    map?.show(shown, flows);
  }, [map, heats, measure, process, lang, t]);
  useEffect(() => map?.choose(chosen), [map, chosen]);

  const name = localName(process.name, process.name_en, lang);
  return (
    <div
      role="group"
      aria-label={t('running.diagram', { name, measure: t(`running.${measure}`) })}
    >
      <div className="running-map-bar">
        <span className="diagram-tools">
          <Tool icon={<ZoomOutOutlined aria-hidden />} label={t('diagram.zoomOut')} act={() => map?.zoom(-1)} />
          <Tool icon={<ZoomInOutlined aria-hidden />} label={t('diagram.zoomIn')} act={() => map?.zoom(1)} />
          <Tool icon={<ExpandOutlined aria-hidden />} label={t('diagram.fit')} act={() => map?.fit()} />
        </span>
      </div>
      {failed ? <p>{t('running.noDrawing')}</p> : <div className="diagram-canvas" ref={container} />}
      {greatest > 0 && <Scale greatest={greatest} text={text} />}
    </div>
  );
}

function Tool({ icon, label, act }: { icon: React.ReactNode; label: string; act: () => void }) {
  return <Button type="text" icon={icon} aria-label={label} title={label} onClick={act} />;
}

function Scale({ greatest, text }: { greatest: number; text: (value: number) => string }) {
  const { t } = useTranslation();
  return (
    <div className="heat-scale">
      <span>{t('running.scale')}</span>
      <ol>
        {boundsOf(greatest).map(({ step, most }) => (
          <li key={step} className={`heat-${step}`}>
            ≤ {text(most)}
          </li>
        ))}
      </ol>
    </div>
  );
}

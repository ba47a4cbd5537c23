/** The heat map of the process or of one that it calls, with its table and the chosen step. */
import { Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { Asked, Statistics } from './api';
import { ElementPanel } from './ElementPanel';
import { FiguresTable } from './FiguresTable';
import { heats, MEASURES, valueText, type Measure, type Time } from './figures';
import { HeatMapView } from './HeatMapView';

export interface Chosen {
  process: string;
  element: string;
}

interface Props {
  told: Statistics;
  asked: Asked;
  time: Time;
  chosen: Chosen | null;
  choose: (chosen: Chosen | null) => void;
  search: URLSearchParams;
  change: (changed: Record<string, string | null>) => void;
}

const isMeasure = (text: string | null): text is Measure =>
  MEASURES.some((measure) => measure === text);

export function HeatMapCard({ told, asked, time, chosen, choose, search, change }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const asMeasure = search.get('measure');
  const measure = isMeasure(asMeasure) ? asMeasure : 'visits';
  const [shownKey, setShownKey] = useState('');
  const key = chosen?.process ?? shownKey;
  const process = told.processes.find((one) => one.key === key) ?? told.processes[0];
  const found = useMemo(() => (process ? heats(process, measure, time) : []), [process, measure, time]);
  if (!process) return null;
  const open = (next: string) => {
    setShownKey(next);
    choose(null);
  };
  const element = process.elements.find((one) => one.element_id === chosen?.element);
  const greatest = Math.max(0, ...found.map((one) => one.value));
  return (
    <section className="card">
      <h2 className="card-title">{t('running.map')}</h2>
      <div className="running-map-bar">
        <Segmented<Measure>
          aria-label={t('running.measure')}
          value={measure}
          onChange={(next) => change({ measure: next })}
          options={MEASURES.map((one) => ({ value: one, label: t(`running.${one}`) }))}
        />
        {told.measure === 'working' && (
          <Segmented<Time>
            aria-label={t('running.clock')}
            value={time}
            onChange={(next) => change({ time: next === 'clock' ? next : null })}
            options={[
              { value: 'working', label: t('running.ofWorking') },
              { value: 'clock', label: t('running.ofClock') },
            ]}
          />
        )}
        {told.processes.length > 1 && (
          <Select
            value={process.key}
            onChange={open}
            aria-label={t('running.map')}
            popupMatchSelectWidth={false}
            options={told.processes.map((one) => ({
              value: one.key,
              label: localName(one.name, one.name_en, lang),
            }))}
          />
        )}
      </div>
      <p className="quiet">{t(`running.measureHint.${measure}`)}</p>
      <HeatMapView
        process={process}
        heats={found}
        measure={measure}
        text={(value) => valueText(value, measure, time, t)}
        greatest={greatest}
        chosen={element?.element_id ?? null}
        choose={(id) => choose({ process: process.key, element: id })}
      />
      {element ? (
        <ElementPanel
          told={told}
          asked={asked}
          process={process}
          element={element}
          time={time}
          open={open}
          close={() => choose(null)}
        />
      ) : (
        <p className="quiet">{t('running.choose')}</p>
      )}
      <FiguresTable
        process={process}
        time={time}
        chosen={element?.element_id ?? null}
        choose={(id) => choose({ process: process.key, element: id })}
      />
    </section>
  );
}

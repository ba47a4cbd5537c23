/** The same figures as on the drawing, of every step, as a table that can be read aloud. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { ElementStatistics, ProcessStatistics } from './api';
import { spanText, valueOf, valueText, type Measure, type Time } from './figures';

interface Props {
  process: ProcessStatistics;
  time: Time;
  chosen: string | null;
  choose: (id: string) => void;
}

const SHOWN: Measure[] = ['visits', 'whole', 'waiting', 'inHand', 'late'];

export function FiguresTable({ process, time, chosen, choose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const rows = [...process.elements].sort((a, b) => lostAt(b, time) - lostAt(a, time));
  return (
    <details className="running-as-table">
      <summary>{t('running.asTable')}</summary>
      <div className="running-scroll" tabIndex={0} role="region" aria-label={t('running.figures')}>
        <table className="running-figures">
          <caption className="visually-hidden">
            {t('running.figuresOf', { name: localName(process.name, process.name_en, lang) })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('running.element')}</th>
              {SHOWN.map((measure) => (
                <th scope="col" key={measure}>
                  {t(`running.${measure}`)}
                </th>
              ))}
              <th scope="col">{t('running.nine')}</th>
              <th scope="col">{t('running.openNow')}</th>
              <th scope="col">{t('running.returned')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.element_id} className={one.element_id === chosen ? 'is-chosen-row' : ''}>
                <th scope="row">
                  <Button type="link" onClick={() => choose(one.element_id)}>
                    {localName(one.name, one.name_en, lang) || one.element_id}
                  </Button>
                </th>
                {SHOWN.map((measure) => (
                  <Figure key={measure} one={one} measure={measure} time={time} />
                ))}
                <td>{nine(one, time) === null ? '–' : spanText(nine(one, time) ?? 0, time, t)}</td>
                <td>{one.open || '–'}</td>
                <td>{one.returned || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Figure({ one, measure, time }: { one: ElementStatistics; measure: Measure; time: Time }) {
  const { t } = useTranslation();
  const value = valueOf(one, measure, time);
  return <td>{value === null ? '–' : valueText(value, measure, time, t)}</td>;
}

function whole(one: ElementStatistics, time: Time) {
  return time === 'working' ? (one.whole.working ?? one.whole.clock) : one.whole.clock;
}

const lostAt = (one: ElementStatistics, time: Time) => whole(one, time).total;

function nine(one: ElementStatistics, time: Time): number | null {
  const spread = whole(one, time);
  return spread.count ? spread.p90 : null;
}

/** Two charts over days or weeks, and the same figures as a table. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShade } from '../../theme';
import type { Interval, Statistics } from './api';
import type { Series } from './chart';

const day = (one: Interval) => one.begins.slice(0, 10);

/** The office's day on which it begins, whatever zone the reader is in. */
function label(one: Interval): string {
  const office = new Date(Date.parse(one.begins) + 8 * 3_600_000);
  return office.toISOString().slice(5, 10);
}

export function Charts({ told }: { told: Statistics }) {
  const { t } = useTranslation();
  const by = t(`running.per${told.by}`);
  const { intervals } = told;
  const of = (name: string, values: number[], kind: Series['kind'], colour: string): Series => ({
    name: t(`running.${name}`),
    values,
    kind,
    colour,
  });
  return (
    <section className="card">
      <h2 className="card-title">
        {t('running.chart')} · {by}
      </h2>
      <div className="running-charts">
        <Chart
          label={t('running.chartLabel', { by })}
          names={intervals.map(label)}
          series={[
            of('started', intervals.map((one) => one.started), 'bar', '--series-1'),
            of('ended', intervals.map((one) => one.ended), 'bar', '--series-2'),
            of('open', intervals.map((one) => one.open), 'line', '--series-3'),
          ]}
        />
        <Chart
          label={t('running.troubleLabel', { by })}
          names={intervals.map(label)}
          series={[
            of('lateWork', intervals.map((one) => one.overdue), 'bar', '--series-2'),
            of('incidents', intervals.map((one) => one.incidents), 'bar', '--series-1'),
          ]}
        />
      </div>
      <AsTable intervals={intervals} caption={by} />
    </section>
  );
}

interface ChartProps {
  label: string;
  names: string[];
  series: Series[];
}

function Chart({ label: said, names, series }: ChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const shade = useShade();
  const drawn = JSON.stringify([names, series]);
  useEffect(() => {
    const element = container.current;
    let left = false;
    let end = () => {};
    const show = async () => {
      const { drawChart } = await import('./chart');
      if (!left && element) end = drawChart(element, names, series);
    };
    show().catch((error: unknown) => console.error(error));
    return () => {
      left = true;
      end();
    };
  }, [drawn, shade]);
  return <div className="running-chart" ref={container} role="img" aria-label={said} />;
}

function AsTable({ intervals, caption }: { intervals: Interval[]; caption: string }) {
  const { t } = useTranslation();
  const names = ['started', 'ended', 'open', 'lateWork', 'incidents'];
  return (
    <details className="running-as-table">
      <summary>{t('running.asTable')}</summary>
      <div className="running-scroll" tabIndex={0} role="region" aria-label={caption}>
        <table className="running-figures">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t('running.begins')}</th>
              {names.map((name) => (
                <th scope="col" key={name}>
                  {t(`running.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {intervals.map((one) => (
              <tr key={day(one)}>
                <th scope="row">{label(one)}</th>
                <td>{one.started}</td>
                <td>{one.ended}</td>
                <td>{one.open}</td>
                <td>{one.overdue}</td>
                <td>{one.incidents}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

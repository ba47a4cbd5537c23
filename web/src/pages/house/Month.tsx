/** One month as a table of days; each says in words what it is. */
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { CalendarDay } from '../../api/house';

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

interface Props {
  year: number;
  month: number;
  special: Map<string, CalendarDay>;
  choose: ((day: string) => void) | null;
}

/** Weeks from Monday on; zero stands before and after the month. */
function weeksOf(year: number, month: number): number[][] {
  const first = dayjs(new Date(year, month, 1));
  const lead = (first.day() + 6) % 7;
  const days = Array.from({ length: first.daysInMonth() }, (_, day) => day + 1);
  const cells = [...Array.from({ length: lead }, () => 0), ...days];
  while (cells.length % 7 !== 0) cells.push(0);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

function kindOf(found: CalendarDay | undefined, weekend: boolean): string {
  if (!found) return weekend ? 'weekend' : '';
  if (!found.worked) return 'off';
  return weekend ? 'makeup' : 'own';
}

export function Month({ year, month, special, choose }: Props) {
  const { t } = useTranslation();
  const name = t('house.month', { month: month + 1 });
  return (
    <section className="card month">
      <table aria-label={name}>
        <caption>{name}</caption>
        <thead>
          <tr>
            {WEEK.map((day) => (
              <th key={day} scope="col">
                {t(`house.weekday.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(year, month).map((week, row) => (
            <tr key={row}>
              {week.map((day, column) => (
                <td key={column}>
                  {day > 0 && (
                    <Day
                      day={dayjs(new Date(year, month, day)).format('YYYY-MM-DD')}
                      weekend={column > 4}
                      special={special}
                      choose={choose}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface DayProps {
  day: string;
  weekend: boolean;
  special: Map<string, CalendarDay>;
  choose: ((day: string) => void) | null;
}

function Day({ day, weekend, special, choose }: DayProps) {
  const { t } = useTranslation();
  const found = special.get(day);
  const kind = kindOf(found, weekend);
  const words = [found?.name, found?.hours.join('、'), kind && t(`house.legend.${kind}`)];
  const label = [day, ...words.filter(Boolean)].join(' ');
  const shown = (
    <>
      {Number(day.slice(8))}
      <span className="unseen">{` · ${label}`}</span>
    </>
  );
  const common = { className: `day ${kind}`, title: found ? label : undefined };
  if (!choose) return <span {...common}>{shown}</span>;
  return (
    <button type="button" {...common} onClick={() => choose(day)}>
      {shown}
    </button>
  );
}

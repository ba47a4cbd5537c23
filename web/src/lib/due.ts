/** Says how far away a deadline is: in working days where the server counts them, or in hours. */
import dayjs from 'dayjs';

export type Tone = 'late' | 'soon' | 'calm';

export interface DueWords {
  /** Key below `due.` in the dictionaries. */
  key: 'late_days' | 'late_hours' | 'late_now' | 'minutes' | 'today' | 'tomorrow' | 'days' | 'workdays' | 'date';
  count: number;
  time: string;
  date: string;
  tone: Tone;
}

const HOUR = 3_600_000;
const MANY_DAYS = 14;

/** Null when there is no deadline. `workdays` are those left, by the office's calendar. */
export function dueWords(
  dueAt: string | null,
  now: Date,
  workdays: number | null = null,
): DueWords | null {
  if (!dueAt) return null;
  const due = dayjs(dueAt);
  const left = due.valueOf() - now.valueOf();
  const days = due.startOf('day').diff(dayjs(now).startOf('day'), 'day');
  const words = (key: DueWords['key'], count: number, tone: Tone): DueWords => ({
    key,
    count,
    tone,
    time: due.format('HH:mm'),
    date: due.format('YYYY-MM-DD'),
  });
  if (left < 0) return late(words, -left, -days);
  if (left < HOUR) return words('minutes', Math.max(1, Math.round(left / 60_000)), 'soon');
  if (days === 0) return words('today', 0, 'soon');
  if (days === 1) return words('tomorrow', 1, 'soon');
  if (workdays !== null && days <= MANY_DAYS) return words('workdays', workdays, 'calm');
  return days <= MANY_DAYS ? words('days', days, 'calm') : words('date', days, 'calm');
}

function late(
  words: (key: DueWords['key'], count: number, tone: Tone) => DueWords,
  over: number,
  days: number,
): DueWords {
  if (days >= 1) return words('late_days', days, 'late');
  const hours = Math.floor(over / HOUR);
  return hours >= 1 ? words('late_hours', hours, 'late') : words('late_now', 0, 'late');
}

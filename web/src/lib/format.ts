/** Writes moments, sizes, names and values of variables as people read them. */
import dayjs from 'dayjs';
import type { FileRef, Json } from '../api/types';

export type Lang = 'zh' | 'en';

/** Minutes and the year only as far as they help: today's times are bare. */
export function formatMoment(iso: string | null, now: Date, lang: Lang): string {
  if (!iso) return '';
  const moment = dayjs(iso);
  const today = dayjs(now);
  const time = moment.format('HH:mm');
  if (moment.isSame(today, 'day')) return lang === 'zh' ? `今天 ${time}` : `today ${time}`;
  if (moment.isSame(today.subtract(1, 'day'), 'day')) {
    return lang === 'zh' ? `昨天 ${time}` : `yesterday ${time}`;
  }
  return moment.format(moment.isSame(today, 'year') ? 'MM-DD HH:mm' : 'YYYY-MM-DD HH:mm');
}

export function formatDay(iso: string): string {
  return dayjs(iso).format('YYYY-MM-DD');
}

export function formatFull(iso: string): string {
  return dayjs(iso).format('YYYY-MM-DD HH:mm:ss');
}

const UNITS = [
  { length: 86_400_000, key: 'day' },
  { length: 3_600_000, key: 'hour' },
  { length: 60_000, key: 'minute' },
] as const;

/** A stretch of time in its two largest units: `1 day, 3 hours`. */
export function durationText(milliseconds: number, lang: Lang): string {
  let left = Math.max(milliseconds, 60_000);
  const parts: string[] = [];
  for (const { length, key } of UNITS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0 && parts.length < 2) parts.push(amount(count, key, lang));
  }
  return parts.join(' ');
}

const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** A period as ISO 8601 writes it, `P1DT2H`, in words: `1 day 2 hours`; any other text as it is. */
export function periodText(iso: string, lang: Lang): string {
  const counts = PERIOD.exec(iso)?.slice(1) ?? [];
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute'];
  const parts = units.flatMap((unit, place) =>
    counts[place] ? [amount(Number(counts[place]), unit, lang)] : [],
  );
  return parts.join(' ') || iso;
}

function amount(count: number, unit: string, lang: Lang): string {
  const locale = lang === 'zh' ? 'zh-CN' : 'en';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The English name when English is shown and there is one. */
export function localName(zh: string | null, en: string | null | undefined, lang: Lang): string {
  return (lang === 'en' && en ? en : zh) ?? '';
}

/** Several names in a row, as the language lists them. */
export function listed(names: string[], lang: Lang): string {
  return names.join(lang === 'en' ? ', ' : '、');
}

/** Who has a work item, or to whom it is offered. */
export function whoHas(
  item: {
    assignee_name: string | null;
    assignee_name_en: string | null;
    candidate_names: string[];
    candidate_names_en: string[];
  },
  lang: Lang,
): string {
  if (item.assignee_name) return localName(item.assignee_name, item.assignee_name_en, lang);
  return listed(lang === 'en' ? item.candidate_names_en : item.candidate_names, lang);
}

export function isFileList(value: Json | undefined): value is (FileRef & Record<string, Json>)[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'object' && item !== null && 'digest' in item)
  );
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** One line for a variable's value. A file reads as its name, a context as `name: value` pairs. */
export function formatValue(value: Json | undefined, yes: string, no: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    return MOMENT.test(value) ? dayjs(value).format('YYYY-MM-DD HH:mm') : value;
  }
  if (Array.isArray(value)) return value.map((item) => formatValue(item, yes, no)).join('、');
  if (typeof value.digest === 'string' && typeof value.name === 'string') return value.name;
  return Object.entries(value)
    .map(([name, item]) => `${name}: ${formatValue(item, yes, no)}`)
    .join(' · ');
}

/** Which figure of an element a measure means, how it is written, and how dark it is drawn. */
import type { TFunction } from 'i18next';
import type { ElementStatistics, ProcessStatistics } from './api';

export const MEASURES = ['visits', 'whole', 'waiting', 'inHand', 'late'] as const;
export type Measure = (typeof MEASURES)[number];
export type Time = 'working' | 'clock';
export const STEPS = 5;

type Words = TFunction;

const rounded = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** Seconds in one unit. Working time stays in hours: its days would not be days of 24 hours. */
export function spanText(seconds: number, time: Time, t: Words): string {
  if (seconds <= 0) return t('running.span.none');
  if (seconds < 60) return t('running.span.seconds');
  if (seconds < 3600) return t('running.span.minutes', { n: Math.round(seconds / 60) });
  const hours = seconds / 3600;
  if (time === 'clock' && hours >= 48) return t('running.span.days', { n: rounded(hours / 24) });
  return t('running.span.hours', { n: rounded(hours) });
}

/** The figure, or null where the element has none of this kind. */
export function valueOf(one: ElementStatistics, measure: Measure, time: Time): number | null {
  if (measure === 'visits') return one.visits;
  if (measure === 'late') return one.due ? Math.round((one.late * 100) / one.due) : null;
  const times = measure === 'whole' ? one.whole : measure === 'waiting' ? one.waiting : one.in_hand;
  const spread = time === 'working' ? (times.working ?? times.clock) : times.clock;
  return spread.count ? spread.median : null;
}

export function valueText(value: number, measure: Measure, time: Time, t: Words): string {
  if (measure === 'visits') return String(value);
  return measure === 'late' ? `${value}%` : spanText(value, time, t);
}

/** 1 to STEPS in equal parts of the greatest value; 0 for nothing. */
export function heatOf(value: number, greatest: number): number {
  if (value <= 0 || greatest <= 0) return 0;
  return Math.max(1, Math.ceil((value * STEPS) / greatest));
}

/** The greatest whole value of each step, without steps that no whole value has. */
export function boundsOf(greatest: number): { step: number; most: number }[] {
  const bounds = Array.from({ length: STEPS }, (_, number) => ({
    step: number + 1,
    most: Math.floor((greatest * (number + 1)) / STEPS),
  }));
  return bounds.filter((one, number) => one.most > (bounds[number - 1]?.most ?? 0));
}

export interface Heat {
  id: string;
  name: string;
  value: number;
  step: number;
}

/** What the diagram shows: of every element that has such a figure. */
export function heats(process: ProcessStatistics, measure: Measure, time: Time): Heat[] {
  const found = process.elements.flatMap((one) => {
    const value = valueOf(one, measure, time);
    return value === null ? [] : [{ id: one.element_id, name: one.name, value }];
  });
  const greatest = Math.max(0, ...found.map((one) => one.value));
  return found.map((one) => ({ ...one, step: heatOf(one.value, greatest) }));
}

/** The last day so many days back, as the address writes it. */
export function daysBefore(until: string, days: number): string {
  const day = new Date(`${until}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days + 1);
  return day.toISOString().slice(0, 10);
}

/** How many days the period has, both ends counted. */
export function daysOf(since: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(since)) / 86_400_000) + 1;
}

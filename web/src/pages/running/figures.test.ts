import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { boundsOf, daysBefore, daysOf, heatOf, spanText } from './figures';

const t = ((key: string, values?: Record<string, string | number>) =>
  `${key.replace('running.span.', '')}:${values?.n ?? ''}`) as TFunction;

test('spans are written in one unit; working time never in days', () => {
  expect(spanText(0, 'clock', t)).toBe('none:');
  expect(spanText(30, 'clock', t)).toBe('seconds:');
  expect(spanText(3540, 'clock', t)).toBe('minutes:59');
  expect(spanText(5400, 'clock', t)).toBe('hours:1.5');
  expect(spanText(5 * 86_400, 'clock', t)).toBe('days:5');
  expect(spanText(5 * 86_400, 'working', t)).toBe('hours:120');
});

test('heat has five equal steps and none for nothing', () => {
  expect([0, 1, 20, 21, 80, 100].map((value) => heatOf(value, 100))).toEqual([0, 1, 1, 2, 4, 5]);
  expect(heatOf(0, 0)).toBe(0);
  expect(boundsOf(2)).toEqual([
    { step: 3, most: 1 },
    { step: 5, most: 2 },
  ]);
});

test('periods count both their days', () => {
  expect(daysBefore('2026-03-01', 2)).toBe('2026-02-28');
  expect(daysOf('2026-02-28', '2026-03-01')).toBe(2);
});

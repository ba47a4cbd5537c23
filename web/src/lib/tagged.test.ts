import { expect, test } from 'vitest';
import { untagged } from './tagged';

test('dates, numbers and what holds them read plainly', () => {
  expect(untagged({ $date: '2026-11-22' })).toBe('2026-11-22');
  expect(untagged({ $datetime: '2026-06-03T15:32:00+08:00@Asia/Shanghai' })).toBe(
    '2026-06-03T15:32:00+08:00',
  );
  expect(untagged([{ a: { $number: '12.50' } }, 1])).toEqual([{ a: '12.50' }, 1]);
  expect(untagged(undefined)).toBeNull();
  expect(untagged({ a: 1, $b: 2 })).toEqual({ a: 1, $b: 2 });
});

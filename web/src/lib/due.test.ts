import { expect, test } from 'vitest';
import { dueWords } from './due';

const now = new Date(2026, 10, 22, 10, 0);
const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 10, day, hour, minute).toISOString();

test.each([
  [at(22, 10, 20), 'minutes', 20, 'soon'],
  [at(22, 17), 'today', 0, 'soon'],
  [at(23, 9), 'tomorrow', 1, 'soon'],
  [at(25, 18), 'days', 3, 'calm'],
  [new Date(2026, 11, 30, 9).toISOString(), 'date', 38, 'calm'],
  [at(22, 9, 30), 'late_now', 0, 'late'],
  [at(22, 7), 'late_hours', 3, 'late'],
  [at(20, 23), 'late_days', 2, 'late'],
])('due at %s reads as %s with count %d', (due, key, count, tone) => {
  expect(dueWords(due, now)).toMatchObject({ key, count, tone });
});

test('working days are said where they are known, and only days ahead', () => {
  expect(dueWords(at(25, 18), now, 2)).toMatchObject({ key: 'workdays', count: 2 });
  expect(dueWords(at(22, 17), now, 0)).toMatchObject({ key: 'today' });
});

test('nothing is said without a deadline', () => {
  expect(dueWords(null, now)).toBeNull();
});

import { expect, test } from 'vitest';
import { formatMoment, formatSize, formatValue, isFileList, localName, periodText, whoHas } from './format';

const now = new Date(2026, 10, 22, 10, 0);
const at = (year: number, month: number, day: number) =>
  new Date(year, month - 1, day, 9, 5).toISOString();

test.each([
  [at(2026, 11, 22), '今天 09:05', 'today 09:05'],
  [at(2026, 11, 21), '昨天 09:05', 'yesterday 09:05'],
  [at(2026, 3, 1), '03-01 09:05', '03-01 09:05'],
  [at(2025, 3, 1), '2025-03-01 09:05', '2025-03-01 09:05'],
])('moment %s is written as %s and %s', (iso, zh, en) => {
  expect(formatMoment(iso, now, 'zh')).toBe(zh);
  expect(formatMoment(iso, now, 'en')).toBe(en);
});

test('sizes keep one unit', () => {
  expect([500, 20_480, 3_500_000].map(formatSize)).toEqual(['500 B', '20 KB', '3.3 MB']);
});

test('a missing English name falls back to the Chinese one', () => {
  expect(localName('用印', 'Seal use', 'en')).toBe('Seal use');
  expect(localName('用印', '', 'en')).toBe('用印');
  expect(localName('用印', 'Seal use', 'zh')).toBe('用印');
});

test('values of every kind become one line', () => {
  const shown = (value: Parameters<typeof formatValue>[0]) => formatValue(value, '是', '否');
  expect(shown(true)).toBe('是');
  expect(shown(12.5)).toBe('12.5');
  expect(shown(['甲', 2])).toBe('甲、2');
  expect(shown({ 品名: '纸', 数量: 3 })).toBe('品名: 纸 · 数量: 3');
  expect(shown(null)).toBe('');
});

test('a list of uploaded files is told from other lists', () => {
  expect(isFileList([{ digest: 'd', name: 'n', size: 1, type: 't' }])).toBe(true);
  expect(isFileList([])).toBe(false);
  expect(isFileList(['a'])).toBe(false);
});

test.each([
  ['P1D', '1天', '1 day'],
  ['P1DT2H30M', '1天 2小时 30分钟', '1 day 2 hours 30 minutes'],
  ['PT', 'PT', 'PT'],
  ['abc', 'abc', 'abc'],
])('a period is said in words: %s', (iso, zh, en) => {
  expect(periodText(iso, 'zh')).toBe(zh);
  expect(periodText(iso, 'en')).toBe(en);
});

test('a file is called by its name', () => {
  const file = { digest: 'sha256:1', name: 'a.pdf', size: 3, type: 'application/pdf' };
  expect(formatValue([file], 'y', 'n')).toBe('a.pdf');
});

test('who has work is said in the language of the reader', () => {
  const taken = { assignee_name: '何慎之', assignee_name_en: 'He Shenzhi', candidate_names: [], candidate_names_en: [] };
  expect([whoHas(taken, 'zh'), whoHas(taken, 'en')]).toEqual(['何慎之', 'He Shenzhi']);
  const offered = {
    ...{ assignee_name: null, assignee_name_en: null },
    ...{ candidate_names: ['出纳', '会计'], candidate_names_en: ['Cashier', 'Accountant'] },
  };
  expect([whoHas(offered, 'zh'), whoHas(offered, 'en')]).toEqual(['出纳、会计', 'Cashier, Accountant']);
});

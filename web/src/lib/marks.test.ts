import { expect, test } from 'vitest';
import { chinese } from './marks';

test('marks after Chinese are Chinese ones, others stay', () => {
  expect(chinese('没有改动,结果相同。')).toBe('没有改动，结果相同。');
  expect(chinese('退回到“审核”:请补充')).toBe('退回到“审核”：请补充');
  expect(chinese('在总账(46759 行)的封存之内,共 3 行,都在')).toBe(
    '在总账（46759 行）的封存之内，共 3 行，都在',
  );
  expect(chinese('at 12:30, a(b)')).toBe('at 12:30, a(b)');
  expect(chinese('11-20 10:55 退回')).toBe('11-20 10:55 退回');
});

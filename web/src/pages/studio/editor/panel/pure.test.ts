import { expect, test } from 'vitest';
import type { StudioFinding } from '../../../../api/studio';
import { inWords } from '../inWords';
import { comparing, comparisonOf } from './comparison';
import { feelOf, isAmount, waitOf, type Wait } from './moments';
import { suggest } from './suggest';

test('a wait that is chosen is read back from its FEEL', () => {
  const waits: Wait[] = [
    { amount: '3', unit: 'workdays' },
    { amount: 'parameters.answer_days', unit: 'workdays' },
    { amount: '4', unit: 'work-hours' },
    { amount: 'parameters.hours', unit: 'work-hours' },
    { amount: '10', unit: 'days' },
    { amount: 'parameters.days', unit: 'days' },
    { amount: '2', unit: 'hours' },
    { amount: 'parameters.hours', unit: 'hours' },
  ];
  expect(waits.map((one) => waitOf(feelOf(one)))).toEqual(waits);
  expect(feelOf(waits[0] as Wait)).toBe('workdays after(now(), 3)');
});

test('other FEEL is no wait, and only numbers and figures are amounts', () => {
  const others = ['prepare_by', 'workdays after(return_due, 3)', 'workdays after(now(), a + 1)', ''];
  expect(others.map(waitOf)).toEqual([null, null, null, null]);
  expect(['3', 'parameters.a', 'a', '1.5', ''].map(isAmount)).toEqual([true, true, false, false, false]);
});

test('a comparison is read and written, a formula is left alone', () => {
  const read = comparisonOf('gm_decision = "return"');
  expect(read).toEqual({ name: 'gm_decision', operator: '=', value: 'return' });
  expect(comparing(read as never, 'radio')).toBe('gm_decision = "return"');
  for (const feel of ['amount >= parameters.limit', 'vip = true', 'tier.approver != null', 'n < -2.5']) {
    expect(comparing(comparisonOf(feel) as never)).toBe(feel);
  }
  expect(comparing({ name: 'grade', operator: '=', value: '3' }, 'select')).toBe('grade = "3"');
  const formulas = ['a = 1 and b = 2', 'phone_approved', 'kind = "3"', 'a = b', 'x = "a\\"b"'];
  expect(formulas.map(comparisonOf)).toEqual([null, null, null, null, null]);
});

test('names are suggested by their letters and by what the form calls them', () => {
  const names = [
    { name: 'amount', said: '金额' },
    { name: 'parameters.amount_limit', said: '' },
    { name: 'reason', said: '理由' },
  ];
  expect(suggest('amo > 1', 3, names).map((one) => one.text)).toEqual([
    'amount > 1',
    'parameters.amount_limit > 1',
  ]);
  expect(suggest('x = 理由', 6, names).map((one) => one.text)).toEqual(['x = reason']);
  expect(suggest('amount', 6, names)).toEqual([]);
  expect(suggest('kind = "amo', 11, names)).toEqual([]);
});

test('a finding is told in the words of the page and of the drawing', () => {
  const finding = { zh: '沿 a → b 走到 join 后', en: 'After a, b', fix_zh: '写上 guicheng:formId', fix_en: null };
  const told = inWords(
    finding as StudioFinding,
    (one) => (one === 'formId' ? '表单' : ''),
    (id) => ({ a: '审批', join: '汇合' })[id] ?? '',
  );
  expect([told.zh, told.fix_zh, told.en]).toEqual(['沿“审批”→ b 走到“汇合”后', '写上“表单”', 'After a, b']);
});

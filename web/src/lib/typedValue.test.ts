import { expect, test } from 'vitest';
import { kindOf, typedValue } from './typedValue';

test.each([
  ['text', ' a ', ' a '],
  ['number', ' 12.50 ', 12.5],
  ['number', '1e5', undefined],
  ['number', '', undefined],
  ['boolean', 'true', true],
  ['boolean', 'yes', undefined],
  ['date', '2026-11-22', '2026-11-22'],
  ['date', '22.11.2026', undefined],
  ['list', '甲、乙,丙', ['甲', '乙', '丙']],
  ['null', 'whatever', null],
] as const)('%s read from %j gives %j', (kind, text, value) => {
  expect(typedValue(kind, text)).toEqual(value);
});

test('a present value offers its own kind', () => {
  expect(kindOf(3)).toEqual({ kind: 'number', text: '3' });
  expect(kindOf(false)).toEqual({ kind: 'boolean', text: 'false' });
  expect(kindOf('2026-11-22')).toEqual({ kind: 'date', text: '2026-11-22' });
  expect(kindOf('甲')).toEqual({ kind: 'text', text: '甲' });
});

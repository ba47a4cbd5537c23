import { expect, test } from 'vitest';
import { pathParts, placeErrors } from './formErrors';

const problem = (path: string) => ({ path, rule: 'required', zh: `“${path}”必须填写`, en: path });
const fields = [
  { id: 'f1', valuePath: ['copies'] },
  { id: 'f2', valuePath: ['lines', 1, 'quantity'], indexes: { rows: 1 } },
];

test('paths in every notation have the same parts', () => {
  expect(pathParts('lines[1].quantity')).toEqual(['lines', '1', 'quantity']);
  expect(pathParts('/lines/1/quantity')).toEqual(['lines', '1', 'quantity']);
});

test('errors are put on their fields, rows included', () => {
  const placed = placeErrors([problem('copies'), problem('lines[1].quantity')], fields, (p) => p.zh);
  expect(placed.byField).toEqual({
    f1: ['“copies”必须填写'],
    f2: { 1: ['“lines[1].quantity”必须填写'] },
  });
  expect(placed.rest).toEqual([]);
});

test('an error of a field that is not shown is kept', () => {
  expect(placeErrors([problem('secret')], fields, (p) => p.zh).rest).toHaveLength(1);
});

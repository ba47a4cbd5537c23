import { expect, test } from 'vitest';
import { compareForms } from './formDifference';

const form = (...components: object[]) => JSON.stringify({ id: 'f', components });

test('fields that came, went, moved and changed are told with what changed', () => {
  const before = form(
    { id: 'a', type: 'textfield', label: '事由' },
    { id: 'b', type: 'number', label: '金额' },
    { id: 'c', type: 'radio', label: '种类', values: [{ label: '急', value: 'x' }] },
    { id: 'd', type: 'text', text: '旧' },
  );
  const after = form(
    { id: 'b', type: 'number', label: '金额' },
    { id: 'a', type: 'textfield', label: '事由', validate: { required: true } },
    { id: 'c', type: 'radio', label: '种类', values: [{ label: '急', value: 'x' }, { label: '缓', value: 'y' }] },
    { id: 'e', type: 'datetime', label: '日期' },
  );

  const found = compareForms(before, after);

  expect(found.map((one) => [one.kind, one.label])).toEqual([
    ['moved', '金额'],
    ['changed', '事由'],
    ['changed', '种类'],
    ['added', '日期'],
    ['removed', '旧'],
  ]);
  expect(found[1]?.facts).toEqual([{ path: 'validate.required', before: '', after: 'true' }]);
  expect(found[2]?.facts).toEqual([{ path: 'values', before: '急', after: '急, 缓' }]);
});

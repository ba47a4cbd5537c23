import { expect, test } from 'vitest';
import type { FormSchema, TaskDetail, WorkItem } from '../api/types';
import { filledFor, inCommon, onlyEditable, sameForm } from './bulkForm';

const item = (element_id: string, form_id = 'f') =>
  ({ process: 'p', element_id, form_id }) as unknown as WorkItem;
const task = (data: object) => ({ data }) as unknown as TaskDetail;

test('only work items of one step share a form', () => {
  expect(sameForm([item('a'), item('a')])).toBe(true);
  expect(sameForm([item('a'), item('b')])).toBe(false);
  expect(sameForm([item('a', '')])).toBe(false);
  expect(sameForm([])).toBe(false);
});

test('of the form only what may be filled in is left, with the groups that hold it', () => {
  const form = {
    components: [
      { type: 'text', text: 'x' },
      { type: 'number', key: 'total', readonly: true },
      { type: 'group', components: [{ type: 'textfield', key: 'item', readonly: true }] },
      { type: 'group', components: [{ type: 'radio', key: 'decision' }] },
    ],
  } as unknown as FormSchema;
  expect(onlyEditable(form).components).toEqual([
    { type: 'group', components: [{ type: 'radio', key: 'decision' }] },
  ]);
});

test('each case keeps what it has; what is filled in comes over it', () => {
  const tasks = [task({ kind: 'buy', total: '5', note: 'a' }), task({ kind: 'buy', total: '7' })];
  expect(inCommon(tasks)).toEqual({ kind: 'buy' });
  expect(filledFor(tasks[0]!, { decision: 'yes', note: '', kind: null })).toEqual({
    kind: 'buy',
    total: '5',
    note: 'a',
    decision: 'yes',
  });
});

import { expect, test } from 'vitest';
import { beginsWith } from './beginning';

const draft = { at: '', data: { a: 1 }, idempotencyKey: 'k', version: 1, unsent: false };

test('a request begins with what there is', () => {
  expect(beginsWith(null, null, null)).toEqual({});
  expect(beginsWith(null, draft, null)).toEqual({ a: 1 });
  expect(beginsWith({ a: 2 }, null, null)).toEqual({ a: 2 });
});

test('a draft and an earlier request: neither is taken until one is chosen', () => {
  expect(beginsWith({ a: 2 }, draft, null)).toBeNull();
  expect(beginsWith({ a: 2 }, draft, 'draft')).toEqual({ a: 1 });
  expect(beginsWith({ a: 2 }, draft, 'copy')).toEqual({ a: 2 });
});

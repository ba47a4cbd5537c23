import { expect, test } from 'vitest';
import { Problem } from '../api/client';
import { mergeDrafts, type Draft } from './draft';
import { DraftSync, type Synced } from './draftSync';

const here: Draft = { at: '2026-11-22T10:00:00Z', data: { a: 1 }, idempotencyKey: 'k', version: 2 };
const there = { version: 2, saved_at: '2026-11-22T09:00:00Z', data: { a: 0 } };
const none = { version: 0, saved_at: null, data: {} };

test('what was typed here last goes on; what another browser kept is found', () => {
  expect(mergeDrafts(here, there, () => 'n')).toEqual({ draft: here, conflict: false });
  expect(mergeDrafts(here, null, () => 'n').draft).toBe(here);
  expect(mergeDrafts({ ...here, unsent: true }, none, () => 'n').draft?.data).toEqual({ a: 1 });
  expect(mergeDrafts(here, none, () => 'n').draft).toBeNull();
  const found = mergeDrafts(null, there, () => 'n');
  expect(found.draft).toEqual({ at: there.saved_at, data: { a: 0 }, idempotencyKey: 'n', version: 2 });
});

test('two browsers that went on without each other are a conflict', () => {
  const newer = { ...there, version: 3 };
  expect(mergeDrafts({ ...here, unsent: true }, newer, () => 'n').conflict).toBe(true);
  expect(mergeDrafts(here, newer, () => 'n').draft?.data).toEqual({ a: 0 });
});

test('versions follow each other, and a conflict stops until somebody decides', async () => {
  const told: Synced[] = [];
  const sent: [unknown, number][] = [];
  let status = 0;
  const put = (data: unknown, version: number) => {
    if (status) return Promise.reject(new Problem(status, '', ''));
    sent.push([data, version]);
    return Promise.resolve(version + 1);
  };
  const sync = new DraftSync(put, (state) => told.push(state), 0, 60_000);
  const type = (data: Record<string, number>) => {
    sync.type(data);
    return sync.flush();
  };

  await type({ a: 1 });
  await type({ a: 2 });
  status = 409;
  await type({ a: 3 });
  status = 0;
  await type({ a: 4 });
  sync.resume(7);
  await sync.flush();

  expect(told).toEqual(['kept', 'kept', 'conflict', 'kept']);
  expect(sent).toEqual([[{ a: 1 }, 0], [{ a: 2 }, 1], [{ a: 4 }, 7]]);
  expect(sync.version).toBe(8);
  sync.stop();
});

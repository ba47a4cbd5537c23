import { beforeEach, expect, test } from 'vitest';
import { draftPlace, dropDraft, readDraft, writeDraft, type Draft } from './draft';

class MapStorage {
  private readonly map = new Map<string, string>();
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
}

const now = new Date('2026-11-22T10:00:00Z');
const place = draftPlace('gm', 'w1');
const draft: Draft = { at: '2026-11-22T09:00:00Z', data: { copies: 2 }, idempotencyKey: 'k' };
let storage: Storage;

beforeEach(() => {
  storage = new MapStorage() as unknown as Storage;
});

test('a draft comes back as it was written', () => {
  writeDraft(storage, place, draft);
  expect(readDraft(storage, place, now)).toEqual(draft);
});

test('a draft belongs to one person', () => {
  writeDraft(storage, place, draft);
  expect(readDraft(storage, draftPlace('clerk', 'w1'), now)).toBeNull();
});

test('a dropped, broken or old draft is gone', () => {
  writeDraft(storage, place, draft);
  dropDraft(storage, place);
  expect(readDraft(storage, place, now)).toBeNull();
  storage.setItem(place, '{broken');
  expect(readDraft(storage, place, now)).toBeNull();
  writeDraft(storage, place, { ...draft, at: '2026-09-01T00:00:00Z' });
  expect(readDraft(storage, place, now)).toBeNull();
});

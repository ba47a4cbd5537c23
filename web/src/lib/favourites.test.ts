import { expect, test } from 'vitest';
import { takeKeptHere, toggled } from './favourites';

function storage(kept: Record<string, string>): Storage {
  const held = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => held.get(key) ?? null,
    removeItem: (key: string) => void held.delete(key),
  } as Storage;
}

test('favourites that a browser kept are handed over once', () => {
  const kept = storage({ 'guicheng.favourites.clerk': '["leave", 3, "seal-use"]' });

  expect(takeKeptHere(kept, 'clerk')).toEqual(['leave', 'seal-use']);
  expect(takeKeptHere(kept, 'clerk')).toEqual([]);
});

test('what a browser kept and cannot be read is forgotten', () => {
  expect(takeKeptHere(storage({ 'guicheng.favourites.clerk': '{' }), 'clerk')).toEqual([]);
});

test('a star adds a favourite as the last one and takes it away again', () => {
  expect(toggled(['leave'], 'trip')).toEqual(['leave', 'trip']);
  expect(toggled(['leave', 'trip'], 'leave')).toEqual(['trip']);
});

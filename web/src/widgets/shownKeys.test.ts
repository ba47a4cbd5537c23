import { expect, test } from 'vitest';
import { shownKeys } from './shownKeys';

const names = (rows: readonly (readonly [string, string])[]) => rows.map(([key]) => key);

test('only keys that do something on the page are told of', () => {
  expect(names(shownKeys({ search: true, rows: true }))).toEqual(['/', 'j', 'k', 'Enter', '?']);
  expect(names(shownKeys({ search: false, rows: false }))).toEqual(['?']);
});

test('the own keys of a page come first', () => {
  const own = [['Space', 'replay.keyPlay']] as const;
  expect(names(shownKeys({ search: false, rows: false }, own))).toEqual(['Space', '?']);
});

import { expect, test } from 'vitest';
import type { ReplayStep, ReplayWindow } from '../api/audit';
import { nextAt, standingAt, stepIn, windowOf } from './replay';

const step = (number: number, more: Partial<ReplayStep>): ReplayStep =>
  ({ number, positions: {}, flows: {}, visited: {}, changes: [], ...more }) as ReplayStep;

const change = (name: string, after: number, scope = 0) => ({
  scope,
  name,
  before: null,
  after,
  known: true,
  by: 'x',
});

const window = {
  total: 103,
  before: {
    positions: { p: { a: 1 } },
    flows: { p: { f: 2 } },
    visits: { p: { a: 3 }, q: { a: 1 } },
    variables: { n: 1, m: 1 },
  },
  steps: [
    step(101, { positions: { p: { b: 1 } }, flows: { p: ['f', 'g'] }, visited: { p: ['a', 'b'] } }),
    step(102, { positions: { p: { b: 2 } }, changes: [change('n', 5), change('m', 7, 12)] }),
    step(103, { positions: {}, flows: { p: ['g'], q: ['g'] }, visited: { q: ['a'] } }),
  ],
} as unknown as ReplayWindow;

test('a window is of a hundred steps', () => {
  expect([0, 1, 100, 101, 250].map(windowOf)).toEqual([1, 1, 1, 101, 201]);
});

test('before the first step the checkpoint holds', () => {
  expect(standingAt(window, 100)).toEqual(window.before);
});

test('each step adds what it took, reached and changed', () => {
  expect(standingAt(window, 102)).toEqual({
    positions: { p: { b: 2 } },
    flows: { p: { f: 3, g: 1 } },
    visits: { p: { a: 4, b: 1 }, q: { a: 1 } },
    variables: { n: 5, m: 1 },
  });
  expect(standingAt(window, 103).flows).toEqual({ p: { f: 3, g: 2 }, q: { g: 1 } });
  expect(window.before.flows).toEqual({ p: { f: 2 } });
});

test('a step is found only in its window', () => {
  expect(stepIn(window, 102)?.number).toBe(102);
  expect(stepIn(window, 5)).toBeUndefined();
  expect(stepIn(undefined, 5)).toBeUndefined();
});

test('an element of one process is not that of the same id in another', () => {
  expect(nextAt(window, 101, ['q', 'a'])).toBe(103);
  expect(nextAt(window, 101, ['p', 'a'])).toBe(101);
});

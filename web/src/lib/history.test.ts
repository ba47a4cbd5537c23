import { expect, test } from 'vitest';
import type { HistoryEntry } from '../api/types';
import { opinionOf, peopleSteps, signatureOf } from './history';

const entry = (type: string) => ({ type }) as HistoryEntry;

test('the short history keeps what people did and how it ended', () => {
  const all = ['InstanceStarted', 'FlowTaken', 'WorkItemCompleted', 'InstanceCompleted'].map(entry);
  expect(peopleSteps(all).map((one) => one.type)).toEqual([
    'InstanceStarted',
    'WorkItemCompleted',
    'InstanceCompleted',
  ]);
});

test('an opinion is found in the filled form, other fields are not', () => {
  expect(opinionOf({ data: { opinion: '同意', copies: 2 } })).toBe('同意');
  expect(opinionOf({ data: { review_opinion: ' 可以 ' } })).toBe('可以');
  expect(opinionOf({ data: { copies: 2 } })).toBe('');
  expect(opinionOf(null)).toBe('');
});

test('a signature is found where there is one', () => {
  expect(signatureOf({ signature: 'sha256:ab' })).toBe('sha256:ab');
  expect(signatureOf({ signature: null })).toBe('');
  expect(signatureOf(null)).toBe('');
});

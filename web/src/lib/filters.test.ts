import { expect, test } from 'vitest';
import { readFilter, writeFilter } from './filters';

test('an address is read back as it was written', () => {
  const filter = {
    tab: 'todo',
    view: 'mine',
    sort: 'newest',
    process: 'seal-use',
    text: '合同',
  } as const;
  expect(readFilter(writeFilter(filter))).toEqual(filter);
});

test('the plain inbox has no parameters', () => {
  expect(writeFilter(readFilter(new URLSearchParams())).toString()).toBe('');
});

test('unknown words in the address are ignored', () => {
  const filter = readFilter(new URLSearchParams('tab=x&view=y&sort=z'));
  expect(filter).toMatchObject({ tab: 'todo', view: 'inbox', sort: 'due' });
});

import { expect, test } from 'vitest';
import { readFilter, requestOf, writeFilter } from './filters';

test('an address is read back as it was written', () => {
  const filter = {
    tab: 'todo',
    view: 'mine',
    sort: 'newest',
    process: 'seal-use',
    text: '合同',
    saved: '',
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

test('a saved filter alone stands in the address, with its tab', () => {
  const filter = { ...readFilter(new URLSearchParams('tab=done&text=x')), saved: 'f1' };
  expect(writeFilter(filter).toString()).toBe('tab=done&filter=f1');
});

test('what is kept asks the list of its tab', () => {
  const late = readFilter(new URLSearchParams('tab=overdue&process=seal-use'));
  expect(requestOf(late, 'a').worklist).toMatchObject({ view: 'overdue', process: 'seal-use' });
  const mine = readFilter(new URLSearchParams('tab=started&text=合同'));
  expect(requestOf(mine, 'b').instances).toMatchObject({ scope: 'started', text: '合同' });
});

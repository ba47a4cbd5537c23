import { expect, test } from 'vitest';
import { addressOf, questionOf } from './searching';

const read = (search: string) => (name: string) => new URLSearchParams(search).get(name) ?? '';

test('what the address asks for is asked, and nothing else', () => {
  expect(questionOf(read('tab=search'))).toEqual({});
  expect(questionOf(read('person=gm&status=active&operation=unheard&amount=pay&least=5'))).toEqual({
    person: 'gm',
    status: 'active',
    variable: ['pay>=5'],
  });
});

test('a kept question leads to the address that asks it', () => {
  const search = 'tab=search&text=x&operation=returned&since=2026-01-02&amount=pay&least=5&most=9';

  expect(addressOf(questionOf(read(search))).toString()).toBe(search);
});

import { expect, test } from 'vitest';
import { compareLines, shortened } from './lines';

const told = (before: string, after: string) =>
  compareLines(before, after).map((line) => `${{ same: ' ', added: '+', removed: '-', gap: '~' }[line.kind]}${line.text}`);

test('lines are told as same, removed and added, in order', () => {
  expect(told('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  expect(told('a\nb\nc\nd', 'b\nc\ne\nd')).toEqual(['-a', ' b', ' c', '+e', ' d']);
  expect(told('a', 'a')).toEqual([' a']);
});

test('only what is around a difference stays', () => {
  const before = Array.from({ length: 20 }, (_, place) => `${place}`).join('\n');
  const lines = shortened(compareLines(before, before.replace('\n10\n', '\nten\n')));
  expect(lines.map((line) => line.text)).toEqual(['', '8', '9', '10', 'ten', '11', '12', '']);
});

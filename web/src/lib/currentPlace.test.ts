import { expect, test } from 'vitest';
import { currentPlace } from './currentPlace';

const places = ['/inbox', '/studio', '/studio/parameters'];

test('a page belongs to the place that covers most of its address', () => {
  expect(currentPlace(places, '/studio/parameters')).toBe('/studio/parameters');
  expect(currentPlace(places, '/studio/seal-use/edit')).toBe('/studio');
});

test('a page outside of every place belongs to none', () => {
  expect(currentPlace(places, '/studios')).toBe('');
  expect(currentPlace(places, '/me')).toBe('');
});

import { expect, test } from 'vitest';
import { browserName } from './browserName';

test('browsers are named with their system', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
  expect(browserName(`${windows} Chrome/140.0 Safari/537.36`)).toBe('Chrome · Windows');
  expect(browserName(`${windows} Chrome/140.0 Safari/537.36 Edg/140.0`)).toBe('Edge · Windows');
  expect(browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605')).toBe(
    'Safari · iOS',
  );
});

test('what is not known is shown as it is, cut short', () => {
  expect(browserName('curl/8.5.0')).toBe('curl/8.5.0');
  expect(browserName('x'.repeat(90))).toHaveLength(40);
  expect(browserName('')).toBe('');
});

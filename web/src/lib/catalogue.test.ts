import { expect, test } from 'vitest';
import type { Definition } from '../api/types';
import { byFamily, matchesText } from './catalogue';

const definition = (key: string, family: string, placeholder = false) =>
  ({ key, family, placeholder, name: '用印', name_en: 'Use', clauses: ['SEAL-18'] }) as Definition;

test('search looks at names, keys and clauses', () => {
  const one = definition('seal-use', 'seals');
  expect(['用', 'SEAL-USE', 'seal-18', ''].map((text) => matchesText(one, text))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(matchesText(one, '采购')).toBe(false);
});

test('placeholders stand in a family of their own, at the end', () => {
  const groups = byFamily([
    definition('incident', 'seals', true),
    definition('use', 'seals'),
    definition('supplies', 'procurement'),
  ]);
  expect(groups.map(([family]) => family)).toEqual(['seals', 'procurement', 'placeholders']);
});

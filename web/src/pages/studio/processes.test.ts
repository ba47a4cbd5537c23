import { expect, test } from 'vitest';
import type { StudioProcess } from '../../api/studio';
import { families, wanted } from './processes';

const one = (key: string, more: Partial<StudioProcess> = {}): StudioProcess => ({
  key,
  version: 1,
  name: key,
  name_en: '',
  family: 'seals',
  placeholder: false,
  published_at: null,
  published_by: '',
  running: 0,
  incidents: 0,
  overdue: 0,
  mine: false,
  draft: false,
  draft_saved_at: null,
  draft_saved_by: '',
  review: null,
  ...more,
});

test('placeholders come last, families in order', () => {
  const found = families([
    one('x', { placeholder: true }),
    one('a'),
    one('b', { family: 'assets' }),
    one('c', { family: '' }),
  ]);
  expect(found.map(([family]) => family)).toEqual(['assets', 'other', 'seals', 'placeholders']);
});

test('a process is found by its id, its names and its state', () => {
  const seal = one('seal-use', { name: '用印', name_en: 'Use of a seal', overdue: 1 });
  expect([wanted(seal, 'all', 'SEAL'), wanted(seal, 'all', '用'), wanted(seal, 'all', 'x')]).toEqual([
    true,
    true,
    false,
  ]);
  expect([wanted(seal, 'trouble', ''), wanted(seal, 'draft', '')]).toEqual([true, false]);
});

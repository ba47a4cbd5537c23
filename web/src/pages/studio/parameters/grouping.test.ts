import { expect, test } from 'vitest';
import type { Figure } from '../../../api/figures';
import { byProcess, isAskedFor } from './grouping';

function figure(id: string, facts: Partial<Figure>): Figure {
  return {
    id,
    kind: 'parameter',
    source: 'parameters',
    source_zh: '',
    source_en: '',
    zh: '',
    en: '',
    shape: 'number',
    value: '1',
    unit: '',
    clauses: [],
    company: true,
    users: [],
    options: null,
    rows: [],
    may_change: true,
    ...facts,
  };
}

const buying = { key: 'buy', name: '申购', name_en: 'Buy' };
const limit = figure('D-1/0/1', { kind: 'limit', users: [buying], clauses: ['PROC-016'] });
const days = figure('parameters.days', { users: [buying], company: false, zh: '工作日' });
const loose = figure('parameters.loose', {});

test('figures stand under the first process that uses them, limits first, unused ones last', () => {
  const groups = byProcess([loose, days, limit]);
  expect(groups.map(([key, items]) => [key, items.map((one) => one.id)])).toEqual([
    ['buy', ['D-1/0/1', 'parameters.days']],
    ['', ['parameters.loose']],
  ]);
});

test('figures are found by all words, by origin and by process', () => {
  const found = (filter: Partial<{ text: string; origin: string; process: string }>) =>
    [limit, days, loose]
      .filter((one) => isAskedFor(one, { text: '', origin: '', process: '', ...filter }))
      .map((one) => one.id);
  expect(found({})).toHaveLength(3);
  expect(found({ text: '申购 proc-016' })).toEqual(['D-1/0/1']);
  expect(found({ origin: 'default' })).toEqual(['parameters.days']);
  expect(found({ process: 'buy', text: '工作日' })).toEqual(['parameters.days']);
});

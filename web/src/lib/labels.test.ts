import { expect, test } from 'vitest';
import type { Label } from '../api/types';
import { choicesOf, labelOf, labelText, valueText } from './labels';

const options = [
  { value: 'agree', zh: '同意', en: 'Agree' },
  { value: 'refuse', zh: '拒绝', en: 'Refuse' },
];
const labels: Label[] = [
  { name: 'decision', form_id: 'review', zh: '审核决定', en: 'Review', options },
  { name: 'decision', form_id: 'approval', zh: '审批决定', en: 'Approval', options },
  { name: 'copies', form_id: 'review', zh: '份数', en: 'Copies', options: [] },
];
const zh = { lang: 'zh', yes: '是', no: '否' } as const;

test('a form has its own label, others take the first one', () => {
  expect(labelOf(labels, 'decision', 'approval')?.zh).toBe('审批决定');
  expect(labelOf(labels, 'decision', 'elsewhere')?.zh).toBe('审核决定');
  expect(labelText(labelOf(labels, 'copies'), 'copies', 'en')).toBe('Copies');
  expect(labelText(undefined, 'seal', 'zh')).toBe('seal');
});

test('options are called what the form calls them', () => {
  const label = labelOf(labels, 'decision');
  expect(valueText(label, 'refuse', zh)).toBe('拒绝');
  expect(valueText(label, ['agree', 'refuse'], { ...zh, lang: 'en' })).toBe('Agree、Refuse');
  expect(valueText(label, 'later', zh)).toBe('later');
  expect(valueText(undefined, true, zh)).toBe('是');
});

test('only fields with options are choices', () => {
  const data = { decision: 'agree', copies: 2, other: 'x' };
  expect(choicesOf(data, labels, 'approval', zh)).toEqual([
    { name: 'decision', label: '审批决定', value: '同意' },
  ]);
});

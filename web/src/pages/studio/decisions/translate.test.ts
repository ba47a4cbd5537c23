import { expect, test } from 'vitest';
import texts from './dmnTexts.json';
import { dmnTranslate } from './translate';

const modules = '../../../../node_modules';
const sources: Record<string, string> = import.meta.glob(
  [
    '../../../../node_modules/dmn-js-decision-table/lib/**/*.js',
    '../../../../node_modules/dmn-js-literal-expression/lib/**/*.js',
    '../../../../node_modules/dmn-js-shared/lib/**/*.js',
  ],
  { query: '?raw', import: 'default', eager: true },
);
const all = Object.values(sources).join('\n');
const known = texts as Record<string, string>;

function found(pattern: RegExp): string[] {
  return [...new Set([...all.matchAll(pattern)].map((match) => match[1] as string))];
}

test('the sources of the editor are read', () => {
  expect(Object.keys(sources).some((path) => path.startsWith(`${modules}/dmn-js-shared`))).toBe(true);
});

test('every message of the decision table editor has a Chinese text', () => {
  const wanted = found(/translate\('([^']+)'/g);
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((text) => !(text in known))).toEqual([]);
});

test('every hit policy, type and refusal of the editor has a Chinese text', () => {
  const policies = [...found(/label: '([A-Z][^']+)',\n\s+value: \{/g), ...found(/explanation: '([^']+)'/g)];
  const refusals = found(/'((?:Must match|Date must|Time must|Date and time must)[^']+)'/g);
  expect(policies.length).toBeGreaterThan(10);
  expect(refusals.length).toBeGreaterThan(3);
  expect([...policies, ...refusals].filter((text) => !(text in known))).toEqual([]);
});

test('texts are filled in, and English is left as it is', () => {
  expect(dmnTranslate('zh')('e.g. { sample }', { sample: '2026-11-22' })).toBe('例如 2026-11-22');
  expect(dmnTranslate('en')('Add rule')).toBe('Add rule');
});

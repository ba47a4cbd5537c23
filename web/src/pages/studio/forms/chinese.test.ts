import { expect, test } from 'vitest';
import viewer from '../../../../node_modules/@bpmn-io/form-js-editor/node_modules/@bpmn-io/form-js-viewer/dist/index.es.js?raw';
import editor from '../../../../node_modules/@bpmn-io/form-js-editor/dist/index.es.js?raw';
import { inChinese } from './chinese';

const SAID = /\b(?:label|title|description|tooltip|placeholder|children|heading|text|"aria-label"|'aria-label'|"data-title"): (?:'([A-Z][^'\n]*)'|"([A-Z][^"\n]*)")/g;

function wordsOf(source: string): string[] {
  const found = [...source.matchAll(SAID)].map((match) => match[1] ?? (match[2] as string));
  return [...new Set(found)].filter((text) => /[a-z]/.test(text) || text === 'ID' || text === 'URL');
}

test('every label, title and hint of the form editor has a Chinese text', () => {
  const wanted = wordsOf(editor);
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((text) => !inChinese(text))).toEqual([]);
});

test('every component of the palette has a Chinese name', () => {
  const labels = [...viewer.matchAll(/^\s+(?:name|label): '([A-Z][a-zA-Z ]+)',\n\s+group: '/gm)].map(
    (match) => match[1] as string,
  );
  expect(labels.length).toBeGreaterThan(10);
  expect(labels.filter((text) => !inChinese(text))).toEqual([]);
});

test('blanks around a word stay', () => {
  expect(inChinese('  Required ')).toBe('  必填 ');
  expect(inChinese('anything else')).toBeUndefined();
});

import { expect, test } from 'vitest';
import viewer from '../../node_modules/@bpmn-io/form-js-viewer/dist/index.es.js?raw';
import en from './en.json';
import zh from './zh.json';

interface Tree {
  [key: string]: string | Tree;
}

function leaves(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  );
}

const rooms = import.meta.glob<Tree>(['../pages/**/zh.json', '../pages/**/en.json'], {
  import: 'default',
  eager: true,
});

function everyLeaf(language: 'zh' | 'en', common: Tree): [string, string][] {
  const ofRooms = Object.entries(rooms).filter(([path]) => path.endsWith(`/${language}.json`));
  return [...leaves(common), ...ofRooms.flatMap(([, tree]) => leaves(tree))];
}

const zhLeaves = everyLeaf('zh', zh);
const enLeaves = everyLeaf('en', en);
const known = new Set(zhLeaves.map(([key]) => key.replace(/_(one|other)$/, '')));
const code: string[] = Object.values(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

test('both languages have the same keys and no empty text', () => {
  expect(enLeaves.map(([key]) => key).sort()).toEqual(zhLeaves.map(([key]) => key).sort());
  expect([...zhLeaves, ...enLeaves].filter(([, text]) => !text.trim())).toEqual([]);
});

test('no key is given twice', () => {
  const keys = zhLeaves.map(([key]) => key);
  expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
});

test('both languages fill in the same names', () => {
  const names = (text: string) => (text.match(/\{\{?\w+\}?\}/g) ?? []).sort();
  const english = new Map(enLeaves);
  const differing = zhLeaves.filter(
    ([key, text]) => names(text).join() !== names(english.get(key) ?? '').join(),
  );
  expect(differing).toEqual([]);
});

test('every key that the page uses exists', () => {
  const used = code.flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] as string),
  );
  expect(used.length).toBeGreaterThan(100);
  expect(used.filter((key) => !known.has(key))).toEqual([]);
});

test('every message of the form viewer has a Chinese text', () => {
  const wanted = [...viewer.matchAll(/[tT]ranslate\((?:'([^']+)'|"([^"]+)")/g)]
    .map((match) => match[1] ?? (match[2] as string))
    .filter((text) => !text.startsWith('HELLO') && !text.startsWith('-'));
  expect(wanted.length).toBeGreaterThan(30);
  expect(wanted.filter((text) => !(text in zh.formjs))).toEqual([]);
});

test('no Chinese text stands in the code of the page', () => {
  const withoutComments = code.map((text) =>
    text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, ''),
  );
  const allowed = /今天|昨天|、/g;
  const found = withoutComments.filter((text) => /[一-鿿]/.test(text.replace(allowed, '')));
  expect(found.map((text) => text.slice(0, 80))).toEqual([]);
});

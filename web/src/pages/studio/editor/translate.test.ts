import { expect, test } from 'vitest';
import simulation from './simulationTexts.json';
import { TEXTS, translator } from './translate';

const sources = import.meta.glob<string>(
  [
    '../../../../node_modules/bpmn-js/lib/**/*.js',
    '../../../../node_modules/diagram-js/lib/**/*.js',
  ],
  { query: '?raw', import: 'default', eager: true },
);
const simulator = import.meta.glob<string>(
  '../../../../node_modules/bpmn-js-token-simulation/lib/**/*.js',
  { query: '?raw', import: 'default', eager: true },
);

/** In comments and examples only, or no words. */
const NONE = ['HELLO {you}', ' + shift + '];

test('every word of the modeler has a Chinese text', () => {
  const wanted = Object.entries(sources).flatMap(([path, text]) => [
    ...[...text.matchAll(/[tT]ranslate\(\s*(?:'((?:[^'\\]|\\.)+)'|"([^"]+)")/g)].map((m) => m[1] ?? m[2]),
    ...(/ReplaceOptions|PopupEntries/.test(path)
      ? [...text.matchAll(/label:\s*'([^']+)'/g)].map((m) => m[1])
      : []),
  ]) as string[];
  expect(new Set(wanted).size).toBeGreaterThan(100);
  expect(wanted.filter((one) => !NONE.includes(one) && !(one in TEXTS))).toEqual([]);
});

test('the menus use the words of the house, and no Chinese text is left in English', () => {
  const shown = Object.entries(TEXTS).filter(([english]) => /^[A-Z]/.test(english));
  const raw = shown.filter(([, chinese]) => /[A-Za-z]{2,}/.test(chinese.replace(/\{\w+\}/g, '')));
  expect(raw).toEqual([]);
  const houses = /通道|启动|可折叠|可展开|独占|手动|临时/;
  expect(shown.filter(([, chinese]) => houses.test(chinese))).toEqual([]);
});

test('every hint of the simulation has a Chinese text', () => {
  const wanted = Object.values(simulator).flatMap((text) =>
    [...text.matchAll(/(?:title="|text: ')([A-Z][^"'$]+)["']/g)].map((m) => m[1] as string),
  );
  const moving = (one: string) => /^(Focus process instance|Set animation speed)/.test(one);
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((one) => !moving(one) && !(one in simulation))).toEqual([]);
});

test('a text is filled in, and English stays English', () => {
  expect(translator('en')('Flow from {name}', { name: 'a' })).toBe('Flow from a');
  expect(translator('zh')('Divide into two lanes')).toBe('分成两条泳道');
});

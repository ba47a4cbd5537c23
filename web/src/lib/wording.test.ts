import { expect, test } from 'vitest';
import { sayCondition, sayName, sayValue, type Vocabulary } from './wording';

const words: Vocabulary = {
  lang: 'zh',
  yes: '是',
  no: '否',
  labels: [
    {
      name: 'way',
      form_id: '',
      zh: '采购方式',
      en: 'Way of buying',
      options: [{ value: 'market', zh: '市场询价', en: 'Market price' }],
    },
    { name: 'buying', form_id: '', zh: '采购安排', en: 'How it is bought', options: [] },
    { name: 'parameters.most', form_id: '', zh: '上限', en: 'Limit', options: [] },
  ],
  called: [{ value: 'gm', zh: '周启明', en: 'Zhou Qiming' }],
  signs: { and: '并且' },
};

test('names with several parts are said part by part, figures as a whole', () => {
  expect(sayName(words, 'buying.way')).toBe('采购安排 · 采购方式');
  expect(sayName(words, 'parameters.most')).toBe('上限');
  expect(sayName(words, 'unheard_of')).toBe('unheard_of');
});

test('codes are said by their field, people by name, wherever they stand', () => {
  expect(sayValue(words, 'buying.way', 'market')).toBe('市场询价');
  expect(sayValue(words, 'buying', { way: 'market', left: null })).toBe('采购方式：市场询价');
  expect(sayValue(words, 'asked', ['gm', 'others'])).toBe('周启明、others');
  expect(sayValue({ ...words, lang: 'en' }, 'kept', 'P3Y')).toBe('3 years');
  expect(sayValue(words, 'kept', null)).toBe('');
});

test('a condition reads as its names and codes are called', () => {
  const names = ['buying.way', 'parameters.most'];
  expect(sayCondition(words, 'buying.way = "market" and parameters.most >= 5', names)).toBe(
    '采购安排 · 采购方式 = “市场询价” 并且 上限 ≥ 5',
  );
  expect(sayCondition(words, 'way = "market" or x > 1', [])).toBe(
    '采购方式 = “市场询价” or x > 1',
  );
  expect(sayCondition(words, 'way = "other"', ['way'])).toBe('采购方式 = “other”');
});

import { expect, test } from 'vitest';
import type { FormSchema } from '../api/types';
import { formTitle, localisedForm, usesLookup } from './formSchema';

const form: FormSchema = {
  type: 'default',
  properties: { title: '用印登记表', titleEn: 'Seal-use request' },
  components: [
    {
      type: 'group',
      components: [
        {
          type: 'radio',
          key: 'scope',
          label: '范围',
          values: [
            { label: '内部', value: 'internal' },
            { label: '对外', value: 'external' },
          ],
          properties: { labelEn: 'Scope', valuesEn: { internal: 'Internal' } },
        },
        { type: 'select', key: 'keeper', label: '保管人', valuesKey: 'people' },
      ],
    },
  ],
};

test('English labels and options replace the Chinese ones where they exist', () => {
  const [scope, keeper] = localisedForm(form, 'en').components[0]?.components ?? [];
  expect(scope?.label).toBe('Scope');
  expect(scope?.values?.map((option) => option.label)).toEqual(['Internal', '对外']);
  expect(keeper?.label).toBe('保管人');
  expect(formTitle(form, 'en')).toBe('Seal-use request');
});

test('in Chinese a form stays as it is stored', () => {
  expect(localisedForm(form, 'zh')).toBe(form);
  expect(formTitle(form, 'zh')).toBe('用印登记表');
});

test('a lookup is found at any depth', () => {
  expect(usesLookup(form, 'people')).toBe(true);
  expect(usesLookup(form, 'seals')).toBe(false);
});

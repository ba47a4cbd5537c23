import { expect, test } from 'vitest';
import en from '../en.json';
import zh from '../zh.json';
import { ACTIONS } from './Actions';
import { OPERATORS } from './comparison';
import { STEPS, TASKS } from './drawing';
import panelEn from './en.json';
import panelZh from './zh.json';

const code = Object.values(
  import.meta.glob<string>('./*.tsx', { query: '?raw', import: 'default', eager: true }),
).join('\n');
const texts: Record<string, Record<string, string>> = { editor: zh.editor, panel: panelZh.panel };

/** What the code fills into keys that it puts together. */
const FILLED: Record<string, string[]> = {
  'panel.group_': [...code.matchAll(/<Group\s+name="(\w+)"/g)].map((one) => one[1] as string),
  'panel.step_': [...Object.keys(STEPS), 'boundary'],
  'panel.operator_': OPERATORS.map((_, place) => String(place)),
  'panel.unit_': ['workdays', 'work-hours', 'days', 'hours'],
  'panel.repeat_': ['once', 'parallel', 'sequential', 'loop'],
  'panel.access_': ['edit', 'read', 'hide'],
  'panel.again_': ['never', 'once', 'consecutive'],
  'panel.timer_': ['timeDate', 'timeDuration', 'timeCycle'],
  'panel.define_': ['Message', 'Signal', 'Error', 'Escalation'],
  'panel.new_': ['Message', 'Signal', 'Error', 'Escalation'],
  'panel.part_': ['name', 'errorCode', 'escalationCode'],
  'panel.ordering_': ['Parallel', 'Sequential'],
  'panel.binding_': ['latest', 'version', 'tag'],
  'panel.gateway_': ['Exclusive', 'Parallel'],
  'editor.action_': ACTIONS,
  'editor.kind_': TASKS,
  'editor.mode_': ['single', 'all', 'any', 'ratio', 'sequential'],
  'editor.assign_': ['role', 'user', 'group', 'position', 'field', 'connector', 'superiors'],
};

test('every key that the panel puts together has a text', () => {
  const missing = Object.entries(FILLED).flatMap(([start, parts]) => {
    const [root, prefix] = start.split('.') as [string, string];
    return parts.filter((one) => !texts[root]?.[prefix + one]).map((one) => start + one);
  });
  expect(FILLED['panel.group_']?.length).toBeGreaterThan(12);
  expect(missing).toEqual([]);
});

test('the Chinese texts are Chinese and the English ones have no Chinese in them', () => {
  const han = /[一-鿿]/;
  const allowed = /FEEL|^\{\{|true/; // a name of a standard, or nothing but what is filled in
  const chinese = [...Object.values(zh.editor), ...Object.values(panelZh.panel)];
  const english = [...Object.values(en.editor), ...Object.values(panelEn.panel)];
  expect(chinese.filter((one) => !han.test(one) && !allowed.test(one))).toEqual([]);
  expect(english.filter((one) => han.test(one.replace(/\{.*?\}/g, '')))).toEqual([]);
});

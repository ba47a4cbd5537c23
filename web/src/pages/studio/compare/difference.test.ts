import { expect, test } from 'vitest';
import { compareDiagrams, told } from './difference';

const diagram = (tasks: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="t">
  <process id="p" isExecutable="true">${tasks}</process></definitions>`;

test('elements that came, went and changed are told with what changed', async () => {
  const before = diagram('<userTask id="a" name="审核" guicheng:formId="old"/><task id="b" name="旧"/>');
  const after = diagram('<userTask id="a" name="审批" guicheng:formId="new"/><task id="c" name="新"/>');

  const found = await compareDiagrams(before, after);

  expect(found.map((one) => [one.kind, one.id, one.type, one.name])).toEqual([
    ['added', 'c', 'Task', '新'],
    ['removed', 'b', 'Task', '旧'],
    ['changed', 'a', 'UserTask', '审批'],
  ]);
  const details = found[2]?.details.map((one) => [one.property, one.before, one.after]);
  expect(details).toContainEqual(['name', '审核', '审批']);
  expect(JSON.stringify(details)).toContain('new');
});

test('equal diagrams have no differences', async () => {
  const same = diagram('<task id="b" name="旧"/>');
  expect(await compareDiagrams(same, same)).toEqual([]);
});

test('values are told shortly', () => {
  expect(told({ body: 'total > 300' })).toBe('total > 300');
  expect(told([{ id: 'x' }, 'y'])).toBe('x, y');
  expect(told(undefined)).toBe('');
});

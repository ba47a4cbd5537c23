import { expect, test } from 'vitest';
import { compareDiagrams } from './difference';

const diagram = (tasks: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="t">
  <process id="p" isExecutable="true">${tasks}</process></definitions>`;

test('elements that came, went and changed are told with what changed', async () => {
  const before = diagram('<userTask id="a" name="审核" guicheng:formId="old"/><task id="b" name="旧"/>');
  const after = diagram('<userTask id="a" name="审批" guicheng:formId="new"/><task id="c" name="新"/>');

  const { changes: found } = await compareDiagrams(before, after);

  expect(found.map((one) => [one.kind, one.id, one.type, one.name])).toEqual([
    ['added', 'c', 'Task', '新'],
    ['removed', 'b', 'Task', '旧'],
    ['changed', 'a', 'UserTask', '审批'],
  ]);
  expect(found[2]?.details).toEqual([
    { property: 'name', of: '', before: [{ as: 'text', is: '审核' }], after: [{ as: 'text', is: '审批' }] },
    { property: 'formId', of: '', before: [{ as: 'word', is: 'formId.old' }], after: [{ as: 'word', is: 'formId.new' }] },
  ]);
});

test('what stands inside an element is told too: conditions, assignments, rights, times', async () => {
  const inside = (role: string, access: string, when: string, wait: string) =>
    diagram(`<userTask id="a"><extensionElements><guicheng:assignment kind="role" value="${role}"/>
      <guicheng:fieldRight field="sum" access="${access}"/></extensionElements></userTask>
      <endEvent id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b">
      <conditionExpression>${when}</conditionExpression></sequenceFlow>
      <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>${wait}</timeDuration>
      </timerEventDefinition></intermediateCatchEvent>`);

  const { changes } = await compareDiagrams(
    inside('clerk', 'edit', 'x = 1', 'PT1H'),
    inside('cashier', 'read', 'x = 2', 'PT2H'),
  );

  const told = changes.flatMap((one) =>
    one.details.map(({ property, of, before, after }) => [
      one.id,
      property,
      of,
      before.map((term) => term.is).join(''),
      after.map((term) => term.is).join(''),
    ]),
  );
  expect(told).toEqual([
    ['a', 'assignment', '', 'assign.role clerk', 'assign.role cashier'],
    ['a', 'fieldRight', 'sum', 'access.edit', 'access.read'],
    ['f', 'conditionExpression', '', 'x = 1', 'x = 2'],
    ['t', 'timeDuration', 'TimerEventDefinition', 'PT1H', 'PT2H'],
  ]);
});

test('equal diagrams have no differences', async () => {
  const same = diagram('<task id="b" name="旧"/>');
  expect((await compareDiagrams(same, same)).changes).toEqual([]);
});

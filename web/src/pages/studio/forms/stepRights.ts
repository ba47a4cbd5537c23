/** Which fields each step of a diagram may fill in, read or not see, read from its file. */

export interface StepRights {
  id: string;
  name: string;
  otherwise: string;
  fields: Record<string, string>;
}

const OURS = 'urn:guicheng:bpmn:1';

function own(node: Element, name: string): string {
  return node.getAttributeNS(OURS, name) ?? '';
}

/** The steps that use the form, the start first; who starts may fill in everything. */
export function stepRights(xml: string, form: string): StepRights[] {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const found = (kind: string) => [...parsed.getElementsByTagNameNS('*', kind)];
  const tasks = [...found('startEvent'), ...found('userTask')];
  return tasks
    .filter((task) => own(task, 'formId') === form)
    .map((task) => {
      const rules = [...task.getElementsByTagNameNS(OURS, 'fieldRight')];
      const rest = task.getElementsByTagNameNS(OURS, 'fieldRights')[0];
      return {
        id: task.getAttribute('id') ?? '',
        name: task.getAttribute('name') ?? '',
        otherwise: rest?.getAttribute('default') ?? (task.localName === 'startEvent' ? 'edit' : 'read'),
        fields: Object.fromEntries(
          rules.map((rule) => [rule.getAttribute('field') ?? '', rule.getAttribute('access') ?? '']),
        ),
      };
    });
}

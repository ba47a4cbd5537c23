/** One form filled in once for several work items of the same step. */
import type { FormComponentSchema, FormSchema, TaskDetail, Variables, WorkItem } from '../api/types';

/** Whether all of them have the same form at the same step. */
export function sameForm(items: WorkItem[]): boolean {
  const [first] = items;
  if (!first?.form_id) return false;
  const step = (one: WorkItem) => [one.process, one.element_id, one.form_id].join(' ');
  return items.every((one) => step(one) === step(first));
}

function editable(component: FormComponentSchema): FormComponentSchema | null {
  if (component.components) {
    const inner = component.components.flatMap((one) => editable(one) ?? []);
    return inner.length > 0 ? { ...component, components: inner } : null;
  }
  return component.key && !component.readonly ? component : null;
}

/** The form with nothing but what may be filled in: the rest differs from case to case. */
export function onlyEditable(form: FormSchema): FormSchema {
  return { ...form, components: form.components.flatMap((one) => editable(one) ?? []) };
}

const told = (value: unknown): string => JSON.stringify(value ?? null);

/** The values that are the same in every case. */
export function inCommon(tasks: TaskDetail[]): Variables {
  const [first, ...others] = tasks;
  return Object.fromEntries(
    Object.entries(first?.data ?? {}).filter(([name, value]) =>
      others.every((one) => told(one.data[name]) === told(value)),
    ),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What is sent for one case: what it has already, and over it what was filled in for all. */
export function filledFor(task: TaskDetail, filled: Variables): Variables {
  const said = Object.entries(filled).filter(([, value]) => !isEmpty(value));
  return { ...task.data, ...Object.fromEntries(said) };
}

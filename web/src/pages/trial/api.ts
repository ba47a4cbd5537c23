/** What this room asks the server; every answer but a task's form is the whole trial. */
import { http, take } from '../../api/client';
import type { components } from '../../api/schema';
import type { FileRef, FormSchema, HistoryEntry, TaskDetail, Variables } from '../../api/types';

type Shapes = components['schemas'];
export type TrialItem = Shapes['TrialItem'];
export type TrialPerson = Shapes['TrialPerson'];
export type Trial = Omit<Shapes['Trial'], 'form' | 'told' | 'sent'> & {
  form: FormSchema | null;
  told: HistoryEntry[];
  sent: HistoryEntry[];
};

const at = (key: string) => ({ params: { path: { key } } });

export const trials = {
  state: async (key: string) =>
    (await take(http.GET('/api/v1/definitions/{key}/trial', at(key)))) as Trial,
  begin: async (key: string, body: Shapes['TrialBegin']) =>
    (await take(http.POST('/api/v1/definitions/{key}/trial', { ...at(key), body }))) as Trial,
  end: (key: string) => take(http.DELETE('/api/v1/definitions/{key}/trial', at(key))),
  start: async (key: string, by: string, variables: Variables) =>
    (await take(
      http.POST('/api/v1/definitions/{key}/trial/start', { ...at(key), body: { by, variables } }),
    )) as Trial,
  task: async (key: string, item: string, by: string) =>
    (await take(
      http.GET('/api/v1/definitions/{key}/trial/task', {
        params: { path: { key }, query: { item, by } },
      }),
    )) as TaskDetail,
  complete: async (key: string, body: Shapes['TrialCompletion']) =>
    (await take(
      http.POST('/api/v1/definitions/{key}/trial/complete', { ...at(key), body }),
    )) as Trial,
  receive: async (key: string, id: string) =>
    (await take(
      http.POST('/api/v1/definitions/{key}/trial/message', {
        ...at(key),
        body: { id, variables: {} },
      }),
    )) as Trial,
  clock: async (key: string, minutes: number | null) =>
    (await take(
      http.POST('/api/v1/definitions/{key}/trial/clock', { ...at(key), body: { minutes } }),
    )) as Trial,
  upload: async (key: string, by: string, file: File): Promise<FileRef> => {
    const form = new FormData();
    form.append('file', file);
    return take(
      http.POST('/api/v1/definitions/{key}/trial/files', {
        params: { path: { key }, query: { by } },
        body: { file: file.name },
        bodySerializer: () => form,
      }),
    );
  },
};

/** Nothing of a trial is kept as a draft of a form. */
export const NO_DRAFT = {
  settle: async () => {},
  key: () => '',
  sent: () => {},
  renewKey: () => {},
};

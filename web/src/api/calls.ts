/** One function per route of the API. */
import { request, type Query } from './client';
import type {
  CaseDetail,
  Clause,
  Completion,
  Definition,
  DiagramData,
  FileRef,
  FormSchema,
  HistoryEntry,
  Incident,
  Instance,
  InstancePage,
  Person,
  Session,
  TaskDetail,
  Variables,
  Verdict,
  WorkItem,
  Worklist,
} from './types';

const part = encodeURIComponent;

export const api = {
  session: () => request<Session>('GET', '/session'),
  login: (login: string, password: string) =>
    request<Session>('POST', '/session', { body: { login, password } }),
  logout: () => request<void>('DELETE', '/session'),

  definitions: () => request<{ items: Definition[] }>('GET', '/definitions'),
  startForm: (key: string) =>
    request<{ form: FormSchema | null; form_id: string | null }>(
      'GET',
      `/definitions/${part(key)}/start-form`,
    ),
  start: (key: string, variables: Variables, idempotencyKey: string) =>
    request<Instance>('POST', `/definitions/${part(key)}/start`, {
      body: { variables },
      idempotencyKey,
    }),

  worklist: (query: Query) => request<Worklist>('GET', '/worklist', { query }),
  task: (id: string) => request<TaskDetail>('GET', `/work-items/${part(id)}`),
  claim: (id: string) => request<WorkItem>('POST', `/work-items/${part(id)}/claim`),
  release: (id: string) => request<WorkItem>('POST', `/work-items/${part(id)}/release`),
  complete: (id: string, data: Variables, idempotencyKey: string) =>
    request<Completion>('POST', `/work-items/${part(id)}/complete`, {
      body: { data },
      idempotencyKey,
    }),

  instances: (query: Query) => request<InstancePage>('GET', '/instances', { query }),
  instance: (id: string) => request<CaseDetail>('GET', `/instances/${part(id)}`),
  history: (id: string) =>
    request<{ items: HistoryEntry[] }>('GET', `/instances/${part(id)}/history`),
  diagram: (id: string) => request<DiagramData>('GET', `/instances/${part(id)}/diagram`),
  verify: (id: string) => request<Verdict>('GET', `/instances/${part(id)}/verify`),

  incidents: (open: boolean) =>
    request<{ items: Incident[] }>('GET', '/incidents', { query: { open } }),
  retry: (id: string, variables: Variables, reason: string) =>
    request<Instance>('POST', `/incidents/${part(id)}/retry`, { body: { variables, reason } }),

  people: () => request<{ items: Person[] }>('GET', '/people'),
  clauses: (ids: string[]) =>
    request<{ items: Clause[] }>('GET', '/clauses', { query: { ids: ids.join(',') } }),
  upload: (file: File) => {
    const body = new FormData();
    body.append('file', file);
    return request<FileRef>('POST', '/files', { body });
  },
};

/** Where the bytes of a file of a case are. */
export function fileUrl(instanceId: string, digest: string): string {
  return `/api/v1/instances/${part(instanceId)}/files/${part(digest)}`;
}

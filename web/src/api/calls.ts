/** One function per route that the page uses. */
import { http, take } from './client';
import type { KeptDraft } from '../lib/draft';
import type { paths } from './schema';
import type { CaseDetail, HistoryEntry, StartForm, TaskDetail, Variables } from './types';

type Query<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Q } };
}
  ? Exclude<Q, undefined>
  : never;

export type WorklistQuery = Query<'/api/v1/worklist'>;
export type InstancesQuery = Query<'/api/v1/instances'>;

/** Empty values are left out of the address. */
function filled<Q extends object>(query: Q): Q {
  const entries = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  return Object.fromEntries(entries) as Q;
}

/** What a draft is of: a task by id, or the start of a process by key. */
export interface DraftSubject {
  kind: 'task' | 'start';
  id: string;
}

/** What goes with a decision; `signature` is the digest of an uploaded picture. */
interface Said {
  opinion: string;
  signature: string;
}

const byKey = (key: string) => ({ params: { path: { key } } });
const byId = (id: string) => ({ params: { path: { id } } });
const once = (key: string) => ({ headers: { 'Idempotency-Key': key } });

export const api = {
  session: () => take(http.GET('/api/v1/session')),
  login: (login: string, password: string, code = '') =>
    take(http.POST('/api/v1/session', { body: { login, password, code } })),
  logout: () => take(http.DELETE('/api/v1/session')),
  sessions: () => take(http.GET('/api/v1/sessions')),
  endSessions: (session: string, proof: { password: string; code: string }) =>
    take(http.POST('/api/v1/sessions/end', { body: { session, ...proof } })),
  secondFactor: () => take(http.GET('/api/v1/session/second-factor')),
  beginSecondFactor: (password: string) =>
    take(http.POST('/api/v1/session/second-factor', { body: { password, code: '' } })),
  confirmSecondFactor: (code: string) =>
    take(http.PUT('/api/v1/session/second-factor', { body: { code } })),
  renewRecoveryCodes: (body: { password: string; code: string }) =>
    take(http.POST('/api/v1/session/second-factor/recovery-codes', { body })),
  endSecondFactor: (body: { password: string; code: string }) =>
    take(http.POST('/api/v1/session/second-factor/end', { body })),

  definitions: () => take(http.GET('/api/v1/definitions')),
  startForm: async (key: string) => {
    const route = '/api/v1/definitions/{key}/start-form';
    return (await take(http.GET(route, { params: { path: { key } } }))) as StartForm;
  },
  start: (key: string, variables: Variables, idempotencyKey: string) =>
    take(
      http.POST('/api/v1/definitions/{key}/start', {
        params: { path: { key } },
        body: { variables },
        ...once(idempotencyKey),
      }),
    ),

  worklist: (query: WorklistQuery) =>
    take(http.GET('/api/v1/worklist', { params: { query: filled(query) } })),
  task: async (id: string) =>
    (await take(http.GET('/api/v1/work-items/{id}', byId(id)))) as TaskDetail,
  claim: (id: string) => take(http.POST('/api/v1/work-items/{id}/claim', byId(id))),
  release: (id: string) => take(http.POST('/api/v1/work-items/{id}/release', byId(id))),
  complete: (id: string, data: Variables, idempotencyKey: string, said: Said) =>
    take(
      http.POST('/api/v1/work-items/{id}/complete', {
        ...byId(id),
        body: { data, ...said },
        ...once(idempotencyKey),
      }),
    ),
  addSigners: (id: string, to: string[], place: 'before' | 'after' | 'beside', reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/signers', { ...byId(id), body: { to, place, reason } })),
  transfer: (id: string, to: string, reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/transfer', { ...byId(id), body: { to, reason } })),
  delegate: (id: string, to: string, reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/delegate', { ...byId(id), body: { to, reason } })),
  removeSigner: (id: string, who: string, reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/signers/remove', { ...byId(id), body: { who, reason } })),
  appoint: (id: string, to: string, reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/appoint', { ...byId(id), body: { to, reason } })),
  urge: (id: string, reason: string) =>
    take(http.POST('/api/v1/work-items/{id}/urge', { ...byId(id), body: { reason } })),
  destinations: (id: string) => take(http.GET('/api/v1/work-items/{id}/destinations', byId(id))),
  giveBack: (id: string, to: string, reason: string, straight: boolean) =>
    take(http.POST('/api/v1/work-items/{id}/return', { ...byId(id), body: { to, reason, straight } })),
  takeBack: (id: string) =>
    take(http.POST('/api/v1/work-items/{id}/take-back', { ...byId(id), body: { reason: '' } })),
  standing: (id: string) => take(http.GET('/api/v1/instances/{id}/moves', byId(id))),
  withdraw: (id: string) =>
    take(http.POST('/api/v1/instances/{id}/withdraw', { ...byId(id), body: { reason: '' } })),
  advise: (id: string, opinion: string, signature: string) =>
    take(http.POST('/api/v1/work-items/{id}/opinion', { ...byId(id), body: { opinion, signature } })),
  phrases: () => take(http.GET('/api/v1/phrases')),

  copy: (id: string, to: string[], note: string) =>
    take(http.POST('/api/v1/instances/{id}/copy', { ...byId(id), body: { to, note } })),
  readCopy: (id: string) => take(http.POST('/api/v1/instances/{id}/read', byId(id))),
  substitutions: () => take(http.GET('/api/v1/substitutions')),
  endSubstitution: (id: string) =>
    take(
      http.POST('/api/v1/substitutions/{substitution_id}/end', {
        params: { path: { substitution_id: id } },
        body: { reason: '' },
      }),
    ),

  activate: (id: string, element: string) =>
    take(
      http.POST('/api/v1/work-items/{id}/activate', {
        ...byId(id),
        body: { element_id: element },
      }),
    ),
  finish: (id: string) => take(http.POST('/api/v1/work-items/{id}/finish', byId(id))),

  instances: (query: InstancesQuery) =>
    take(http.GET('/api/v1/instances', { params: { query: filled(query) } })),
  instance: async (id: string) =>
    (await take(http.GET('/api/v1/instances/{id}', byId(id)))) as CaseDetail,
  history: async (id: string) =>
    (await take(http.GET('/api/v1/instances/{id}/history', byId(id)))) as { items: HistoryEntry[] },
  diagram: (id: string) => take(http.GET('/api/v1/instances/{id}/diagram', byId(id))),
  verify: (id: string) => take(http.GET('/api/v1/instances/{id}/verify', byId(id))),

  incidents: (open: boolean) => take(http.GET('/api/v1/incidents', { params: { query: { open } } })),
  retry: (id: string, variables: Variables, reason: string) =>
    take(http.POST('/api/v1/incidents/{id}/retry', { ...byId(id), body: { variables, reason } })),

  quarantine: () => take(http.GET('/api/v1/quarantine')),
  liftQuarantine: (id: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/quarantine/lift', { ...byId(id), body: { reason } })),

  draft: async (subject: DraftSubject) =>
    (await take(
      subject.kind === 'task'
        ? http.GET('/api/v1/work-items/{id}/draft', byId(subject.id))
        : http.GET('/api/v1/definitions/{key}/draft', byKey(subject.id)),
    )) as KeptDraft,
  saveDraft: (subject: DraftSubject, data: Variables, version: number) =>
    take(
      subject.kind === 'task'
        ? http.PUT('/api/v1/work-items/{id}/draft', { ...byId(subject.id), body: { data, version } })
        : http.PUT('/api/v1/definitions/{key}/draft', {
            ...byKey(subject.id),
            body: { data, version },
          }),
    ),
  dropDraft: (subject: DraftSubject) =>
    take(
      subject.kind === 'task'
        ? http.DELETE('/api/v1/work-items/{id}/draft', byId(subject.id))
        : http.DELETE('/api/v1/definitions/{key}/draft', byKey(subject.id)),
    ),

  notifications: (limit = 20) =>
    take(http.GET('/api/v1/notifications', { params: { query: { limit } } })),
  readNotifications: (ids: string[] | null) =>
    take(http.POST('/api/v1/notifications/read', { body: { ids } })),

  people: () => take(http.GET('/api/v1/people')),
  clauses: (ids: string[]) =>
    take(http.GET('/api/v1/clauses', { params: { query: { ids: ids.join(',') } } })),
  upload: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return take(
      http.POST('/api/v1/files', { body: { file: file.name }, bodySerializer: () => form }),
    );
  },
};

/** Where the bytes of a file of a case are. */
export function fileUrl(instanceId: string, digest: string): string {
  return `/api/v1/instances/${encodeURIComponent(instanceId)}/files/${encodeURIComponent(digest)}`;
}

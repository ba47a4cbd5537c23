/** One function per route of an employee's own desk: filters, many at once, comments, prediction. */
import { http, take } from './client';
import type { components } from './schema';
import type { Variables } from './types';

type Shapes = components['schemas'];

export type SavedFilter = Shapes['SavedFilter'];
export type FilterRequest = Shapes['FilterRequest'];
export type BulkRequest = Shapes['BulkRequest'];
export type BulkResult = Shapes['BulkResult'];
export type Sheet = Shapes['Sheet'];
export type Comment = Shapes['Comment'];
export type Prediction = Shapes['Prediction'];
export type SubstitutionRequest = Shapes['SubstitutionRequest'];
export type Preferences = Shapes['PreferencesGiven'];
export type PreferencesRequest = Shapes['PreferencesRequest'];

const byId = (id: string) => ({ params: { path: { id } } });
const byKey = (key: string) => ({ params: { path: { key } } });

export const desk = {
  filters: () => take(http.GET('/api/v1/filters')),
  saveFilter: (body: FilterRequest) => take(http.POST('/api/v1/filters', { body })),
  dropFilter: (id: string) => take(http.DELETE('/api/v1/filters/{id}', byId(id))),

  bulk: (body: BulkRequest, idempotencyKey: string) =>
    take(
      http.POST('/api/v1/work-items/bulk', {
        body,
        headers: { 'Idempotency-Key': idempotencyKey },
      }),
    ),

  aheadOfStart: (key: string, data: Variables) =>
    take(
      http.POST('/api/v1/definitions/{key}/prediction', {
        ...byKey(key),
        body: { data, assumed: [] },
      }),
    ),
  aheadOfTask: (id: string, data: Variables) =>
    take(
      http.POST('/api/v1/work-items/{id}/prediction', { ...byId(id), body: { data, assumed: [] } }),
    ),

  followUp: (id: string, until: string | null) =>
    take(http.POST('/api/v1/work-items/{id}/follow-up', { ...byId(id), body: { until } })),

  sheet: (id: string) => take(http.GET('/api/v1/instances/{id}/sheet', byId(id))),

  comments: (id: string) => take(http.GET('/api/v1/instances/{id}/comments', byId(id))),
  comment: (id: string, text: string) =>
    take(http.POST('/api/v1/instances/{id}/comments', { ...byId(id), body: { text } })),
  withdrawComment: (id: string, comment: string) =>
    take(
      http.POST('/api/v1/instances/{id}/comments/{comment}/withdraw', {
        params: { path: { id, comment } },
      }),
    ),

  drafts: () => take(http.GET('/api/v1/drafts')),
  again: async (id: string) =>
    (await take(http.GET('/api/v1/instances/{id}/again', byId(id)))) as {
      process: string;
      variables: Variables;
    },

  substitute: (body: SubstitutionRequest) => take(http.POST('/api/v1/substitutions', { body })),
  keepPhrases: (items: string[]) => take(http.PUT('/api/v1/phrases', { body: { items } })),
  changePassword: (old: string, fresh: string) =>
    take(http.PUT('/api/v1/session/password', { body: { old, new: fresh } })),
  preferences: () => take(http.GET('/api/v1/notifications/preferences')),
  prefer: (body: PreferencesRequest) =>
    take(http.PUT('/api/v1/notifications/preferences', { body })),
  confirmAddress: (token: string) =>
    take(http.POST('/api/v1/notifications/addresses/confirm', { body: { token } })),
};

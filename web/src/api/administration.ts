/** One function per route with which an administrator steps into a case. */
import { http, take } from './client';
import type { Variables } from './types';

const byId = (id: string) => ({ params: { path: { id } } });

export const administration = {
  suspend: (id: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/suspend', { ...byId(id), body: { reason } })),
  resume: (id: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/resume', { ...byId(id), body: { reason } })),
  terminate: (id: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/terminate', { ...byId(id), body: { reason } })),
  jump: (id: string, tokens: number[], to: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/jump', { ...byId(id), body: { tokens, to, reason } })),
  revive: (id: string, to: string, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/revive', { ...byId(id), body: { to, reason } })),
  correct: (id: string, variables: Variables, reason: string) =>
    take(http.POST('/api/v1/instances/{id}/variables', { ...byId(id), body: { variables, reason } })),
  changeApprovers: (id: string, element: string, people: string[], reason: string) =>
    take(
      http.POST('/api/v1/instances/{id}/approvers', {
        ...byId(id),
        body: { element_id: element, people, reason },
      }),
    ),
  reviewLate: (id: string, element: string, to: string, reason: string) =>
    take(
      http.POST('/api/v1/instances/{id}/late-review', {
        ...byId(id),
        body: { element_id: element, to, reason },
      }),
    ),
};

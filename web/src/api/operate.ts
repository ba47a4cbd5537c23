/** One function per route with which operators look at what is stuck, and act on many cases. */
import { http, take } from './client';
import type { components } from './schema';
import type { Variables } from './types';

type Shapes = components['schemas'];

export type Stuck = Shapes['Stuck'];
export type StuckCase = Shapes['StuckCase'];
export type Cause = Shapes['Cause'];
export type Trial = Shapes['TrialGiven'];
export type Batch = Shapes['BatchGiven'];
export type BatchDetail = Shapes['BatchDetail'];
export type BatchItem = Shapes['BatchItemGiven'];
export type BatchAction = Shapes['Action'];
export type ItemStatus = Shapes['ItemStatus'];

export interface Selection {
  process?: string;
  version?: number | null;
  suspended?: boolean | null;
  element?: string;
  started_before?: string | null;
  kind?: string;
  text?: string;
  ids?: string[];
}

export interface Wanted {
  action: BatchAction;
  selection: Selection;
  to?: string;
  of?: string;
}

const NO_SELECTION = { process: '', element: '', kind: '', text: '', ids: [] };

export const operate = {
  stuck: (open: boolean) => take(http.GET('/api/v1/stuck', { params: { query: { open } } })),
  tryRetry: (id: string, variables: Variables) =>
    take(
      http.POST('/api/v1/incidents/{id}/retry-trial', {
        params: { path: { id } },
        body: { variables },
      }),
    ),
  definition: (key: string) =>
    take(http.GET('/api/v1/definitions/{key}', { params: { path: { key } } })),
  batches: (before: string | null) =>
    take(http.GET('/api/v1/batches', { params: { query: before ? { before } : {} } })),
  batch: (id: string, status: ItemStatus | null, after: number) =>
    take(
      http.GET('/api/v1/batches/{batch_id}', {
        params: { path: { batch_id: id }, query: status ? { status, after } : { after } },
      }),
    ),
  preview: ({ action, selection, to = '', of = '' }: Wanted) =>
    take(
      http.POST('/api/v1/batches/preview', {
        body: { action, selection: { ...NO_SELECTION, ...selection }, to, of },
      }),
    ),
  run: (id: string, digest: string, reason: string) =>
    take(
      http.POST('/api/v1/batches/{batch_id}/run', {
        params: { path: { batch_id: id } },
        body: { digest, reason },
      }),
    ),
  undo: (id: string) =>
    take(http.POST('/api/v1/batches/{batch_id}/undo', { params: { path: { batch_id: id } } })),
  stop: (id: string) =>
    take(http.POST('/api/v1/batches/{batch_id}/stop', { params: { path: { batch_id: id } } })),
};

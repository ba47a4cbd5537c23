/** One function per route of the auditor's desk. */
import { http, take } from './client';
import type { components, paths } from './schema';
import type { FormSchema, Label, Variables } from './types';

type Shapes = components['schemas'];

export type ReplayStep = Omit<Shapes['ReplayStep'], 'changes' | 'ways' | 'decisions'> & {
  changes: ReplayChange[];
  ways: ReplayWay[];
  decisions: ReplayDecision[];
};
export type ReplayChange = Omit<Shapes['ReplayChange'], 'before' | 'after'> & {
  before: Variables[string];
  after: Variables[string];
};
export type ReplayRead = { name: string; value: Variables[string] };
export type ReplayWay = Omit<Shapes['ReplayWay'], 'reads' | 'result'> & {
  reads: ReplayRead[];
  result: Variables[string];
};
export type ReplayDecision = Omit<Shapes['ReplayDecision'], 'reads' | 'result'> & {
  reads: ReplayRead[];
  result: Variables[string];
};
export type ReplayWindow = Omit<Shapes['Replay'], 'steps' | 'before' | 'labels'> & {
  steps: ReplayStep[];
  before: Omit<Shapes['ReplayStanding'], 'variables'> & { variables: Variables };
  labels: Label[];
};
export type Someone = Shapes['Someone'];

export interface SeenForm {
  form_id: string;
  digest: string;
  form: FormSchema;
  data: Variables;
}

export type Query<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Q } };
}
  ? Exclude<Q, undefined>
  : never;

const byId = (id: string) => ({ path: { id } });

export const audit = {
  replay: async (id: string, query: Query<'/api/v1/instances/{id}/replay'>) =>
    (await take(
      http.GET('/api/v1/instances/{id}/replay', { params: { ...byId(id), query } }),
    )) as ReplayWindow,
  formSeen: async (id: string, number: number) =>
    (await take(
      http.GET('/api/v1/instances/{id}/replay/{number}/form', {
        params: { path: { id, number } },
      }),
    )) as unknown as SeenForm,
};

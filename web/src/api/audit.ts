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

export type CaseQuestion = Partial<Shapes['CaseQuestion']>;
export type Judgement = Shapes['Judgement'];
export type FindingKind = Shapes['FindingKind'];
export type FindingItem = Shapes['FindingItem'];
export type Register = Shapes['Register'];
export type RegisterLine = Omit<Shapes['RegisterLine'], 'data'> & { data: Variables };
export type LinePage = Omit<Shapes['RegisterLines'], 'items'> & { items: RegisterLine[] };
export type Comparison = Omit<Shapes['Comparison'], 'rows' | 'values' | 'labels'> & {
  rows: (Omit<Shapes['ComparedStep'], 'ways'> & {
    ways: (Omit<Shapes['OtherWay'], 'left' | 'right'> & {
      left: ReplayWay[];
      right: ReplayWay[];
    })[];
  })[];
  values: { name: string; left: Variables[string]; right: Variables[string] }[];
  labels: Label[];
};

export const auditing = {
  verdict: (id: string) =>
    take(http.GET('/api/v1/instances/{id}/verdict', { params: { ...byId(id) } })),
  search: (query: Query<'/api/v1/audit/cases'>) =>
    take(http.GET('/api/v1/audit/cases', { params: { query } })),
  findings: (query: Query<'/api/v1/audit/findings'>) =>
    take(http.GET('/api/v1/audit/findings', { params: { query } })),
  finding: (finding: string, query: Query<'/api/v1/audit/findings/{finding}'>) =>
    take(
      http.GET('/api/v1/audit/findings/{finding}', { params: { path: { finding }, query } }),
    ),
  note: (finding: string, body: Shapes['NoteRequest']) =>
    take(
      http.POST('/api/v1/audit/findings/{finding}/notes', {
        params: { path: { finding } },
        body,
      }),
    ),
  amounts: () => take(http.GET('/api/v1/audit/amounts')),
  compare: async (id: string, other: string) =>
    (await take(
      http.GET('/api/v1/instances/{id}/comparison/{other}', {
        params: { path: { id, other } },
      }),
    )) as Comparison,
  registers: () => take(http.GET('/api/v1/registers')),
  lines: async (key: string, query: Query<'/api/v1/registers/{key}/lines'>) => {
    const found = await take(
      http.GET('/api/v1/registers/{key}/lines', { params: { path: { key }, query } }),
    );
    return found as LinePage;
  },
};

/** The file of the cases that were asked for. */
export function casesUrl(asked: CaseQuestion, format: 'csv' | 'xlsx'): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(asked)) {
    for (const one of [value].flat()) if (one) query.append(name, String(one));
  }
  return `/api/v1/audit/cases/export?${query}`;
}

export function evidenceUrl(id: string, files: boolean): string {
  return `/api/v1/instances/${encodeURIComponent(id)}/evidence${files ? '?files=true' : ''}`;
}

export function registerUrl(key: string, text: string, format: 'csv' | 'xlsx'): string {
  const query = new URLSearchParams({ format, ...(text ? { text } : {}) });
  return `/api/v1/registers/${encodeURIComponent(key)}/export?${query}`;
}

/** The typed client: session cookie, CSRF header, problem+json turned into `Problem`. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';
import type { FieldProblem } from './types';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A refused or failed request. `status` 0: the server could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly zh: string,
    readonly en: string,
    readonly fields: FieldProblem[] = [],
    readonly type = '',
    /** Each reason, where there are several. */
    readonly findings: { zh: string; en: string }[] = [],
  ) {
    super(en || zh);
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

let csrfToken = '';

export function rememberCsrf(token: string): void {
  csrfToken = token;
}

const guard: Middleware = {
  onRequest({ request }) {
    if (CHANGING.has(request.method)) request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onError() {
    return new Problem(0, '', '');
  },
};

export const http = createClient<paths>({ credentials: 'same-origin' });
http.use(guard);

interface ProblemBody {
  type?: string;
  detail?: string;
  detail_en?: string;
  fields?: FieldProblem[] | null;
  findings?: { zh: string; en: string }[] | null;
}

/** The refusal that a body of problem+json tells of. */
export function problemOf(status: number, error: unknown): Problem {
  const body = (typeof error === 'object' && error ? error : {}) as ProblemBody;
  const zh = body.detail ?? '';
  const en = body.detail_en ?? zh;
  return new Problem(status, zh, en, body.fields ?? [], body.type ?? '', body.findings ?? []);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body. Throws `Problem`. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}

/** A key under which the server does the same request only once. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Sends requests to /api/v1: session cookie, CSRF header, problem+json turned into `Problem`. */
import type { FieldProblem } from './types';

const BASE = '/api/v1';
const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

interface ProblemBody {
  type?: string;
  detail?: string;
  detail_en?: string;
  fields?: FieldProblem[];
}

/** A refused or failed request. `status` 0: the server could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly zh: string,
    readonly en: string,
    readonly fields: FieldProblem[] = [],
    readonly type = '',
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

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  body?: unknown;
  query?: Query;
  idempotencyKey?: string;
}

function urlOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

function headersOf(method: string, options: Options): HeadersInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (CHANGING.has(method)) headers['X-CSRF-Token'] = csrfToken;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  if (options.body !== undefined && !(options.body instanceof FormData)) {
    headers['Content-Type'] = 'application/json';
  }
  return headers;
}

async function problemOf(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as ProblemBody;
  const zh = typeof body.detail === 'string' ? body.detail : '';
  const en = body.detail_en ?? zh;
  return new Problem(answer.status, zh, en, body.fields ?? [], body.type ?? '');
}

/** The answer's JSON (undefined for 204). Throws `Problem`. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const init: RequestInit = {
    method,
    headers: headersOf(method, options),
    credentials: 'same-origin',
  };
  if (options.body !== undefined) {
    init.body = options.body instanceof FormData ? options.body : JSON.stringify(options.body);
  }
  let answer: Response;
  try {
    answer = await fetch(urlOf(path, options.query), init);
  } catch {
    throw new Problem(0, '', '');
  }
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** A key under which the server does the same request only once. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

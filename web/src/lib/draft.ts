/** Keeps what somebody is writing in this browser, and tells it from what the server keeps. */
import type { Variables } from '../api/types';

const PREFIX = 'guicheng.draft.';
const KEEP_DAYS = 30;

export interface Draft {
  at: string;
  data: Variables;
  /** The same for every attempt to send this draft, so that it is done once. */
  idempotencyKey: string;
  /** Which version of the server's draft it was typed over; 0: there was none. */
  version?: number;
  /** Whether the server has not got it yet. */
  unsent?: boolean;
}

/** The server's draft; version 0: none. */
export interface KeptDraft {
  version: number;
  saved_at: string | null;
  data: Variables;
}

/** One place per person and subject: two people may share a computer. */
export function draftPlace(userId: string, subject: string): string {
  return `${PREFIX}${userId}.${subject}`;
}

export function readDraft(storage: Storage, place: string, now: Date): Draft | null {
  const text = storage.getItem(place);
  if (!text) return null;
  const draft = parseDraft(text);
  if (draft && now.valueOf() - Date.parse(draft.at) < KEEP_DAYS * 86_400_000) return draft;
  storage.removeItem(place);
  return null;
}

/** False when the browser has no room or forbids keeping. */
export function writeDraft(storage: Storage, place: string, draft: Draft): boolean {
  try {
    storage.setItem(place, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(storage: Storage, place: string): void {
  storage.removeItem(place);
}

/**
 * The draft to go on with, whatever the clocks say: what was typed here over the server's version
 * goes on; of what the server had got already, the server's newer one does, or none if it was
 * thrown away elsewhere. `conflict`: both have gone on without each other. `there` is null when the
 * server cannot be asked.
 */
export function mergeDrafts(
  here: Draft | null,
  there: KeptDraft | null,
  newKey: () => string,
): { draft: Draft | null; conflict: boolean } {
  if (!there || (here && (here.version ?? 0) === there.version)) {
    return { draft: here, conflict: false };
  }
  if (here?.unsent) return { draft: here, conflict: there.version > 0 };
  if (there.version === 0) return { draft: null, conflict: false };
  const draft = {
    at: there.saved_at ?? '',
    data: there.data,
    idempotencyKey: here?.idempotencyKey ?? newKey(),
    version: there.version,
  };
  return { draft, conflict: false };
}

function parseDraft(text: string): Draft | null {
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    const whole = draft.at && draft.idempotencyKey && typeof draft.data === 'object';
    return whole ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

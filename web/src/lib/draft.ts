/** Keeps what somebody is writing in this browser until the server has it. */
import type { Variables } from '../api/types';

const PREFIX = 'guicheng.draft.';
const KEEP_DAYS = 30;

export interface Draft {
  at: string;
  data: Variables;
  /** The same for every attempt to send this draft, so that it is done once. */
  idempotencyKey: string;
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

function parseDraft(text: string): Draft | null {
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    const whole = draft.at && draft.idempotencyKey && typeof draft.data === 'object';
    return whole ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

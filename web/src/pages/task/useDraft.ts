/** A draft of what somebody is filling in: restored on opening, written as they type. */
import { useRef, useState } from 'react';
import { newIdempotencyKey } from '../../api/client';
import type { Variables } from '../../api/types';
import { draftPlace, dropDraft, readDraft, writeDraft, type Draft } from '../../lib/draft';
import { useUser } from '../../session';

export interface DraftState {
  restored: Draft | null;
  savedAt: string | null;
  failed: boolean;
  key: () => string;
  renewKey: () => void;
  save: (data: Variables) => void;
  drop: () => void;
}

const LOOKUPS = new Set(['people']);

function withoutLookups(data: Variables): Variables {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !LOOKUPS.has(name)));
}

export function useDraft(subject: string): DraftState {
  const place = draftPlace(useUser().id, subject);
  const [restored, setRestored] = useState(() => readDraft(localStorage, place, new Date()));
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const idempotencyKey = useRef(restored?.idempotencyKey ?? newIdempotencyKey());
  return {
    restored,
    savedAt,
    failed,
    key: () => idempotencyKey.current,
    renewKey: () => {
      idempotencyKey.current = newIdempotencyKey();
    },
    save: (data) => {
      const at = new Date().toISOString();
      const draft = { at, data: withoutLookups(data), idempotencyKey: idempotencyKey.current };
      setFailed(!writeDraft(localStorage, place, draft));
      setSavedAt(at);
    },
    drop: () => {
      dropDraft(localStorage, place);
      setRestored(null);
      setSavedAt(null);
    },
  };
}

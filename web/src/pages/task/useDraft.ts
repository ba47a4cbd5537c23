/** A draft of what somebody is filling in: restored on opening, kept here and on the server. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, type DraftSubject } from '../../api/calls';
import { newIdempotencyKey } from '../../api/client';
import type { Variables } from '../../api/types';
import { draftPlace, dropDraft, mergeDrafts, readDraft, writeDraft, type Draft } from '../../lib/draft';
import { DraftSync, type Synced } from '../../lib/draftSync';
import { useUser } from '../../session';

export interface DraftState {
  /** Whether the server has said what it keeps, or cannot be asked. */
  ready: boolean;
  restored: Draft | null;
  savedAt: string | null;
  /** Where the last one is: on the server too, only here, or here and otherwise on the server. */
  synced: Synced;
  failed: boolean;
  key: () => string;
  renewKey: () => void;
  save: (data: Variables) => void;
  drop: () => void;
  /** Before it is submitted: wait for what is on its way to the server. */
  settle: () => Promise<void>;
  /** It was submitted: there is no draft any more. */
  sent: () => void;
  /** Of two drafts that went on without each other: go on with the server's, or with this one. */
  takeTheirs: () => void;
  keepMine: () => void;
}

const LOOKUPS = new Set(['people']);

function withoutLookups(data: Variables): Variables {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !LOOKUPS.has(name)));
}

function useKept(subject: DraftSubject, enabled: boolean) {
  return useQuery({
    queryKey: ['draft', subject.kind, subject.id],
    queryFn: () => api.draft(subject),
    enabled,
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function useDraft(subject: DraftSubject, enabled = true): DraftState {
  const place = draftPlace(useUser().id, `${subject.kind}.${subject.id}`);
  const kept = useKept(subject, enabled);
  const [here, setHere] = useState(() => readDraft(localStorage, place, new Date()));
  const [dropped, setDropped] = useState(false);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [state, setState] = useState<Synced | null>(null);
  const [failed, setFailed] = useState(false);
  const idempotencyKey = useRef(here?.idempotencyKey ?? newIdempotencyKey());
  const sync = useRef<DraftSync | null>(null);
  const submitted = useRef(false); // a form may still tell of changes while it goes away
  const ready = !enabled || !kept.isLoading;
  const keptNow = kept.data ?? null;
  const merged = useMemo(
    () => mergeDrafts(here, keptNow, () => idempotencyKey.current),
    [here, keptNow],
  );
  const conflict = state === 'conflict' || (state === null && merged.conflict);

  useEffect(() => () => void sync.current?.flush(), []);

  const syncing = (): DraftSync => {
    const theirs = dropped ? 0 : (kept.data?.version ?? 0);
    const version = merged.conflict ? (here?.version ?? 0) : theirs;
    sync.current ??= new DraftSync(
      async (data, over) => {
        const { version: next } = await api.saveDraft(subject, data, over);
        const mine = readDraft(localStorage, place, new Date());
        const same = JSON.stringify(mine?.data) === JSON.stringify(data);
        if (mine) writeDraft(localStorage, place, { ...mine, version: next, unsent: !same });
        return next;
      },
      setState,
      version,
    );
    return sync.current;
  };
  const keepHere = (data: Variables): void => {
    const at = new Date().toISOString();
    const version = syncing().version;
    const draft = { at, data, idempotencyKey: idempotencyKey.current, version, unsent: true };
    setFailed(!writeDraft(localStorage, place, draft));
    setSavedAt(at);
  };
  const forget = (): void => {
    sync.current?.stop();
    sync.current = null;
    dropDraft(localStorage, place);
    setSavedAt(null);
  };
  const forgetThere = (): void => {
    const version = sync.current?.version ?? kept.data?.version;
    if (version) void api.dropDraft(subject).catch(() => undefined);
  };
  const refetched = async (): Promise<number> => (await kept.refetch()).data?.version ?? 0;

  return {
    ready,
    restored: dropped ? null : merged.draft,
    savedAt,
    synced: conflict ? 'conflict' : (state ?? 'here'),
    failed,
    key: () => idempotencyKey.current,
    renewKey: () => {
      idempotencyKey.current = newIdempotencyKey();
    },
    save: (data) => {
      if (submitted.current) return;
      const plain = withoutLookups(data);
      keepHere(plain);
      setState((before) => (before === 'conflict' ? before : 'here'));
      syncing().type(plain);
    },
    drop: () => {
      forgetThere();
      forget();
      setDropped(true);
      setState(null);
    },
    settle: async () => sync.current?.settle(),
    sent: () => {
      submitted.current = true;
      if (subject.kind === 'start') forgetThere(); // a task's ends with the task
      forget();
    },
    takeTheirs: () => {
      forget();
      setHere(null);
      void refetched().then(() => setState('kept'));
    },
    keepMine: () => {
      void refetched().then((version) => {
        const going = syncing();
        going.resume(version);
        if (savedAt === null && here) going.type(here.data);
        void going.flush();
      });
    },
  };
}

/** Saves the diagram a moment after each change, and says how that went. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../../../api/client';
import { studio, type StudioDraftHead } from '../../../api/studio';

export type Saving = 'saved' | 'waiting' | 'saving' | 'conflict' | 'failed';
const PAUSE = 1200;
const AGAIN = 5000;

interface Props {
  of: string;
  version: number;
  name: string;
  text?: string;
  savedAt: string;
  read: () => Promise<string>;
  onSaved: (head: StudioDraftHead) => void;
}

export function useAutosave({ of, version, name, text = '', savedAt, read, onSaved }: Props) {
  const [state, setState] = useState<Saving>('saved');
  const [at, setAt] = useState(savedAt);
  const known = useRef(version);
  const last = useRef(text);
  const timer = useRef(0);
  const busy = useRef<Promise<void> | null>(null);
  const dirty = useRef(false);
  const latest = useRef({ read, onSaved });
  useEffect(() => {
    latest.current = { read, onSaved };
  });

  const save = useCallback(async (): Promise<void> => {
    window.clearTimeout(timer.current);
    await busy.current;
    if (!dirty.current) return;
    dirty.current = false;
    setState('saving');
    const one = (async () => {
      try {
        const drawn = await latest.current.read();
        const head = await studio.save(of, known.current, { [name]: drawn });
        known.current = head.version;
        last.current = drawn;
        setAt(head.saved_at);
        setState(dirty.current ? 'waiting' : 'saved');
        latest.current.onSaved(head);
      } catch (error) {
        dirty.current = true;
        const conflict = error instanceof Problem && error.status === 409;
        setState(conflict ? 'conflict' : 'failed');
        if (!conflict) timer.current = window.setTimeout(() => void save(), AGAIN);
      }
    })();
    busy.current = one;
    await one;
    busy.current = null;
  }, [of, name]);

  const changed = useCallback(() => {
    dirty.current = true;
    setState((now) => (now === 'conflict' ? now : 'waiting'));
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void save(), PAUSE);
  }, [save]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
      void save();
    };
  }, [save]);

  /** Saves over what somebody else saved, which was seen. */
  const saveOver = useCallback(
    (theirs: number) => {
      known.current = theirs;
      dirty.current = true;
      return save();
    },
    [save],
  );

  /** What is drawn is not wanted any more: theirs is taken. */
  const giveUp = useCallback(() => {
    dirty.current = false;
  }, []);

  return { state, at, changed, save, saveOver, giveUp, last, version: known };
}

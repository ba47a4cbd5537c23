/** What is typed in a field, passed on after a pause, and at the latest when the field goes away. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';

export const PAUSE = 350;

export function useTyped(value: string, commit: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const waiting = useRef<string | null>(null);
  const timer = useRef(0);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  const pass = useEffectEvent(() => {
    window.clearTimeout(timer.current);
    if (waiting.current !== null) commit(waiting.current);
    waiting.current = null;
  });
  useEffect(() => () => pass(), []);
  const type = (text: string) => {
    setTyped(text);
    waiting.current = text;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (waiting.current === null) return;
      commit(waiting.current);
      waiting.current = null;
    }, PAUSE);
  };
  const leave = () => {
    window.clearTimeout(timer.current);
    if (waiting.current !== null) commit(waiting.current);
    waiting.current = null;
  };
  return { typed, type, leave };
}

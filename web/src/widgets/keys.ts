/** Keyboard: `/` searches, `j` and `k` move through the rows of a list, `?` helps. */
import { useEffect, useEffectEvent } from 'react';
import type { Found } from './shownKeys';

const SEARCH = '[data-key-search] input, input[data-key-search]';
const ROWS = '[data-key-row]';

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(element?.closest?.('input, textarea, select, [contenteditable], [role=combobox]'));
}

/** Closed dialogs stay in the page, unseen. */
function isDialogOpen(): boolean {
  const dialogs = Array.from(document.querySelectorAll('[role=dialog]'));
  return dialogs.some((dialog) => dialog.getClientRects().length > 0);
}

function move(step: 1 | -1): void {
  const rows = Array.from(document.querySelectorAll<HTMLElement>(ROWS));
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

/** What of the keys of every page there is something for. */
export function keysFound(): Found {
  const has = (what: string) => document.querySelector(what) !== null;
  return { search: has(SEARCH), rows: has(ROWS) };
}

export function useKeys(showHelp: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isDialogOpen()) return;
    if (event.key === '/') {
      const field = document.querySelector<HTMLInputElement>(SEARCH);
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === 'j' || event.key === 'k') {
      move(event.key === 'j' ? 1 : -1);
    } else if (event.key === '?') {
      showHelp();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

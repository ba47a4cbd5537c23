/** Live updates: the server says that there is something new, and the lists are asked for anew. */
import { useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect } from 'react';

export const UNREAD_KEY = ['notifications', 'unread'];
export const LIST_KEY = ['notifications', 'list'];

/** What may have changed with one's work. */
const LISTS = ['worklist', 'instances'];

/** First what the page itself asks for; a browser has few connections to one server. */
const BEGIN_AFTER = 2_000;

/** A task that is open on the page and not one's to do now. One that is being filled in stays. */
function isWaiting({ state }: Query): boolean {
  const actions = (state.data as { actions?: string[] } | undefined)?.actions;
  return actions !== undefined && !actions.includes('complete');
}

/** Listens while the page is in front. The browser comes again by itself when a stream ends. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let waiting: ReturnType<typeof setTimeout> | undefined;

    const told = (event: MessageEvent<string>) => {
      const { unread } = JSON.parse(event.data) as { unread: number };
      if (client.getQueryData(UNREAD_KEY) === unread) return;
      client.setQueryData(UNREAD_KEY, unread);
      void client.invalidateQueries({ queryKey: LIST_KEY });
    };
    const changed = () => {
      for (const key of LISTS) void client.invalidateQueries({ queryKey: [key] });
      void client.invalidateQueries({ queryKey: ['task'], predicate: isWaiting });
    };
    const open = () => {
      source = new EventSource('/api/v1/notifications/stream');
      source.addEventListener('notifications', told);
      source.addEventListener('worklist', changed);
    };
    const close = () => {
      clearTimeout(waiting);
      source?.close();
      source = null;
    };
    const follow = () => {
      close();
      if (document.visibilityState === 'visible') waiting = setTimeout(open, BEGIN_AFTER);
    };

    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      close();
    };
  }, [client]);
}

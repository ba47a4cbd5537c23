/** Saved filters with how much they find, and keeping what is asked for now as one. */
import { CloseOutlined, PushpinOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desk, type SavedFilter } from '../../api/desk';
import { isNarrowed, requestOf, tabOf, type InboxFilter } from '../../lib/filters';
import { useProblemText } from '../../widgets/States';

const KEY = ['worklist', 'filters'];

export function useSavedFilters(): SavedFilter[] {
  const found = useQuery({ queryKey: KEY, queryFn: desk.filters });
  return (found.data?.items ?? []).filter((one) => !one.audit);
}

interface Props {
  filter: InboxFilter;
  change: (changed: Partial<InboxFilter>) => void;
}

export function SavedFilters({ filter, change }: Props) {
  const { t } = useTranslation();
  const saved = useSavedFilters();
  const drop = useKept(desk.dropFilter, () => change({ saved: '' }));
  if (saved.length === 0 && !isNarrowed(filter)) return null;
  return (
    <div className="saved" role="group" aria-label={t('saved.title')}>
      {saved.map((one) => (
        <span key={one.id} className={`saved-one ${one.id === filter.saved ? 'is-on' : ''}`}>
          <button
            type="button"
            aria-pressed={one.id === filter.saved}
            title={one.mine ? '' : t('saved.sharedBy', { name: one.owner_name })}
            onClick={() =>
              change(one.id === filter.saved ? { saved: '' } : { saved: one.id, tab: tabOf(one) })
            }
          >
            {one.name}
            {one.count !== null && <span className="tab-count">{one.count}</span>}
          </button>
          {one.mine && one.id === filter.saved && (
            <button
              type="button"
              aria-label={t('saved.drop', { name: one.name })}
              onClick={() => drop.mutate(one.id)}
            >
              <CloseOutlined aria-hidden />
            </button>
          )}
        </span>
      ))}
      {!filter.saved && isNarrowed(filter) && <Keep filter={filter} change={change} />}
    </div>
  );
}

function Keep({ filter, change }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  const save = useKept(desk.saveFilter, (kept) => change({ saved: kept.id }));
  if (name === null) {
    return (
      <Button
        type="text"
        size="small"
        icon={<PushpinOutlined aria-hidden />}
        onClick={() => setName('')}
      >
        {t('saved.keep')}
      </Button>
    );
  }
  const send = (): void => {
    if (name.trim()) save.mutate(requestOf(filter, name.trim()));
  };
  return (
    <span className="saved-new">
      <Input
        size="small"
        autoFocus
        maxLength={100}
        aria-label={t('saved.name')}
        placeholder={t('saved.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={send}
      />
      <Button size="small" type="primary" loading={save.isPending} onClick={send}>
        {t('saved.save')}
      </Button>
      <Button size="small" type="text" onClick={() => setName(null)}>
        {t('common.cancel')}
      </Button>
    </span>
  );
}

function useKept<S, T>(change: (sent: S) => Promise<T>, done: (answer: T) => void) {
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: KEY });
      done(answer);
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
}

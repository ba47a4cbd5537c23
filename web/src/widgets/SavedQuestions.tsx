/** Questions that were kept, one's own and those shared, with how much they find; and keeping what
 * is asked for now. */
import { CloseOutlined, PushpinOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desk, type FilterRequest, type SavedFilter } from '../api/desk';
import { useProblemText } from './States';

const KEY = ['worklist', 'filters'];

/** Those of the worklist, or those of the audit search. */
export function useSaved(ofAudit: boolean): SavedFilter[] {
  const found = useQuery({ queryKey: KEY, queryFn: desk.filters });
  return (found.data?.items ?? []).filter((one) => Boolean(one.audit) === ofAudit);
}

interface Props {
  saved: SavedFilter[];
  /** The id of the one that is open. */
  on: string;
  open: (one: SavedFilter) => void;
  close: () => void;
  /** What is asked for now, under this name; null when there is nothing to keep. */
  keep: ((name: string, shared: boolean) => FilterRequest) | null;
  /** What sharing it is called, where one may. */
  sharing?: string | undefined;
}

export function SavedQuestions({ saved, on, open, close, keep, sharing }: Props) {
  const { t } = useTranslation();
  const drop = useChanged(desk.dropFilter, close);
  if (saved.length === 0 && !keep) return null;
  return (
    <div className="saved" role="group" aria-label={t('saved.title')}>
      {saved.map((one) => (
        <span key={one.id} className={`saved-one ${one.id === on ? 'is-on' : ''}`}>
          <button
            type="button"
            aria-pressed={one.id === on}
            title={one.mine ? '' : t('saved.sharedBy', { name: one.owner_name })}
            onClick={() => (one.id === on ? close() : open(one))}
          >
            {one.name}
            {one.count !== null && <span className="tab-count">{one.count}</span>}
          </button>
          {one.mine && one.id === on && (
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
      {!on && keep && <Keep keep={keep} sharing={sharing} open={open} />}
    </div>
  );
}

type KeepProps = Pick<Props, 'sharing' | 'open'> & { keep: NonNullable<Props['keep']> };

function Keep({ keep, sharing, open }: KeepProps) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  const [shared, setShared] = useState(false);
  const save = useChanged(desk.saveFilter, open);
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
    if (name.trim()) save.mutate(keep(name.trim(), shared));
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
      {sharing && (
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {sharing}
        </Checkbox>
      )}
      <Button size="small" type="primary" loading={save.isPending} onClick={send}>
        {t('saved.save')}
      </Button>
      <Button size="small" type="text" onClick={() => setName(null)}>
        {t('common.cancel')}
      </Button>
    </span>
  );
}

function useChanged<S, T>(change: (sent: S) => Promise<T>, done: (answer: T) => void) {
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

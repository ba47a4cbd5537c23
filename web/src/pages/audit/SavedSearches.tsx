/** Searches that were kept, one's own and those shared among auditors; and keeping this one. */
import { CloseOutlined, PushpinOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseQuestion } from '../../api/audit';
import { desk } from '../../api/desk';
import { useUser } from '../../session';
import { useProblemText } from '../../widgets/States';
import { addressOf } from './searching';

const KEY = ['worklist', 'filters'];
const AUDITORS = 'role:auditor';

export function SavedSearches({ asked }: { asked: CaseQuestion }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filters = useQuery({ queryKey: KEY, queryFn: desk.filters });
  const saved = (filters.data?.items ?? []).filter((one) => one.audit);
  const on = search.get('saved') ?? '';
  const drop = useChanged(desk.dropFilter, () => setSearch({ tab: 'search' }, { replace: true }));
  const open = (id: string, question: CaseQuestion): void => {
    const address = addressOf(question);
    address.set('saved', id);
    setSearch(id === on ? { tab: 'search' } : address, { replace: true });
  };
  if (saved.length === 0 && Object.keys(asked).length === 0) return null;
  return (
    <div className="saved" role="group" aria-label={t('saved.title')}>
      {saved.map((one) => (
        <span key={one.id} className={`saved-one ${one.id === on ? 'is-on' : ''}`}>
          <button
            type="button"
            aria-pressed={one.id === on}
            title={one.mine ? '' : t('saved.sharedBy', { name: one.owner_name })}
            onClick={() => open(one.id, one.audit ?? {})}
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
      {!on && Object.keys(asked).length > 0 && <Keep asked={asked} done={open} />}
    </div>
  );
}

interface KeepProps {
  asked: CaseQuestion;
  done: (id: string, question: CaseQuestion) => void;
}

function Keep({ asked, done }: KeepProps) {
  const { t } = useTranslation();
  const user = useUser();
  const [name, setName] = useState<string | null>(null);
  const [shared, setShared] = useState(false);
  const save = useChanged(desk.saveFilter, (kept) => done(kept.id, asked));
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
    const shared_with = shared ? [AUDITORS] : [];
    if (name.trim()) save.mutate({ name: name.trim(), audit: asked as never, shared_with });
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
      {user.roles.includes('auditor') && (
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t('audit.share')}
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

/** What people say in a case, with mentions; what is being written stays here until it is sent. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Mentions } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/calls';
import { Problem } from '../api/client';
import { desk, type Comment } from '../api/desk';
import type { Person } from '../api/types';
import '../pages/task/texts';
import { useUser } from '../session';
import { Moment } from './Moment';
import { ErrorState, ListLoading, useProblemText } from './States';
import { useKeptText } from './useKeptText';

export default function Talk({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const key = ['instance', instanceId, 'comments'];
  const found = useQuery({ queryKey: key, queryFn: () => desk.comments(instanceId), staleTime: 0 });
  const withdraw = useTold(key, (id: string) => desk.withdrawComment(instanceId, id));
  return (
    <section className="card" aria-labelledby="talk-heading">
      <h2 className="card-title" id="talk-heading">
        {t('talk.title')}
      </h2>
      {found.isPending && <ListLoading rows={1} />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data?.items.length === 0 && <p className="quiet">{t('talk.none')}</p>}
      <ol className="talk">
        {(found.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <p className="talk-who">
              <strong>{one.by_name}</strong>
              <Moment at={one.at} />
              {one.withdrawable && (
                <Button type="text" size="small" onClick={() => withdraw.mutate(one.id)}>
                  {t('talk.withdraw')}
                </Button>
              )}
            </p>
            <p className={one.withdrawn_at ? 'quiet' : 'talk-text'}>
              {one.withdrawn_at ? t('talk.withdrawn') : named(one)}
            </p>
          </li>
        ))}
      </ol>
      <Say instanceId={instanceId} />
    </section>
  );
}

/** The text with the names of those mentioned in the place of their logins. */
function named(one: Comment): string {
  return one.mentions.reduce(
    (text, login, place) => text.replaceAll(`@${login}`, `@${one.mention_names[place] ?? login}`),
    one.text,
  );
}

/** By login or by name. */
function matches(typed: string, login: string, people: Person[]): boolean {
  const name = people.find((one) => one.id === login)?.name ?? '';
  return `${login} ${name}`.includes(typed);
}

function useTold(key: string[], change: (sent: string) => Promise<unknown>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onError: (error: unknown) => {
      const lost = error instanceof Problem && error.offline;
      void message.error(lost ? t('talk.offline') : problemText(error).title, 6);
    },
  });
}

function Say({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const user = useUser();
  const [text, setText] = useKeptText(`${user.id}.talk.${instanceId}`);
  const people = useQuery({ queryKey: ['people'], queryFn: api.people });
  const send = useTold(['instance', instanceId, 'comments'], async (said) => {
    await desk.comment(instanceId, said);
    setText('');
  });
  return (
    <div className="talk-say">
      <Mentions
        autoSize={{ minRows: 2 }}
        maxLength={4000}
        aria-label={t('talk.say')}
        placeholder={t('talk.say')}
        value={text}
        onChange={setText}
        options={(people.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        filterOption={(typed, one) => matches(typed, one.value ?? '', people.data?.items ?? [])}
      />
      <Button
        type="primary"
        disabled={!text.trim()}
        loading={send.isPending}
        onClick={() => send.mutate(text.trim())}
      >
        {t('talk.send')}
      </Button>
    </div>
  );
}

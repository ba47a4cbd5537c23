/** Who does one's work while one is away, of which processes, and for whom one does it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/calls';
import { desk } from '../api/desk';
import type { Substitution } from '../api/types';
import { useProcessOptions } from '../pages/inbox/FilterBar';
import { useUser } from '../session';
import { Moment } from './Moment';
import { PeopleSelect } from './PeopleSelect';
import { ErrorState, ListLoading, useProblemText } from './States';

const KEY = ['substitutions'];

export function Substitutes() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: KEY, queryFn: api.substitutions, staleTime: 0 });
  const items = (found.data?.items ?? []).filter((one) => isAhead(one));
  return (
    <>
      {found.isPending && <ListLoading rows={2} />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && <p className="quiet">{t('substitute.none')}</p>}
      <ul className="list plain">
        {items.map((one) => (
          <Row key={one.id} substitution={one} />
        ))}
      </ul>
      <NewSubstitute />
    </>
  );
}

function isAhead(one: Substitution): boolean {
  return one.ended_at === null && dayjs(one.ends_at).isAfter(dayjs());
}

function useChange<T>(change: (sent: T) => Promise<unknown>, done: () => void = () => undefined) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      void message.success(t('operation.done'));
      done();
      await client.invalidateQueries({ queryKey: KEY });
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
}

function Row({ substitution: one }: { substitution: Substitution }) {
  const { t } = useTranslation();
  const user = useUser();
  const mine = one.person === user.id;
  const name = mine ? one.substitute_name : one.person_name;
  const end = useChange(api.endSubstitution);
  const options = useProcessOptions();
  const names = (keys: string[]): string =>
    keys.map((key) => options.find((one) => one.value === key)?.label ?? key).join('、');
  return (
    <li className="row">
      <div className="row-main">
        <p className="row-text">{t(mine ? 'substitute.forMe' : 'substitute.byMe', { name })}</p>
        <span className="row-meta">
          <Moment at={one.begins_at} />
          <span>{t('substitute.until')}</span>
          <Moment at={one.ends_at} />
          {one.processes.length > 0 && (
            <span>{t('substitute.only', { names: names(one.processes) })}</span>
          )}
        </span>
      </div>
      <div className="row-side">
        <Button
          aria-label={t('substitute.endOne', { name })}
          loading={end.isPending}
          onClick={() => end.mutate(one.id)}
        >
          {t('substitute.end')}
        </Button>
      </div>
    </li>
  );
}

const LOCAL = 'YYYY-MM-DDTHH:mm';

function NewSubstitute() {
  const { t } = useTranslation();
  const user = useUser();
  const [who, setWho] = useState<string[]>([]);
  const [begins, setBegins] = useState(() => dayjs().format(LOCAL));
  const [ends, setEnds] = useState('');
  const [reason, setReason] = useState('');
  const [processes, setProcesses] = useState<string[]>([]);
  const options = useProcessOptions().filter((one) => one.value);
  const name = useChange(
    () =>
      desk.substitute({
        substitute: who[0] ?? '',
        begins_at: dayjs(begins).toISOString(),
        ends_at: dayjs(ends).toISOString(),
        reason: reason.trim(),
        processes,
      }),
    () => {
      setWho([]);
      setEnds('');
      setReason('');
      setProcesses([]);
    },
  );
  const ready = who.length > 0 && begins !== '' && ends > begins;
  return (
    <section className="substitute" aria-label={t('substitute.new')}>
      <h2 className="card-title">{t('substitute.new')}</h2>
      <div className="field">
        <span className="field-label">{t('substitute.who')}</span>
        <PeopleSelect value={who} without={[user.id]} onChange={setWho} />
      </div>
      <label className="field">
        <span className="field-label">{t('substitute.from')}</span>
        <Input type="datetime-local" value={begins} onChange={(e) => setBegins(e.target.value)} />
      </label>
      <label className="field">
        <span className="field-label">{t('substitute.until')}</span>
        <Input type="datetime-local" value={ends} onChange={(e) => setEnds(e.target.value)} />
      </label>
      <div className="field substitute-wide">
        <span className="field-label">{t('substitute.which')}</span>
        <Select
          mode="multiple"
          className="wide-field"
          aria-label={t('substitute.processes')}
          placeholder={t('substitute.all')}
          showSearch={{ optionFilterProp: 'label' }}
          value={processes}
          onChange={setProcesses}
          options={options}
        />
      </div>
      <label className="field substitute-wide">
        <span className="field-label">{t('operation.reasonOptional')}</span>
        <Input
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <Button
        className="substitute-do"
        type="primary"
        disabled={!ready}
        loading={name.isPending}
        onClick={() => name.mutate(undefined)}
      >
        {t('substitute.confirm')}
      </Button>
    </section>
  );
}

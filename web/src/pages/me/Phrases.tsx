/** What this person often writes in opinions: in their order, changed and kept together. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { desk } from '../../api/desk';
import { ErrorState, ListLoading, useProblemText } from '../../widgets/States';
import { moved } from './order';

const KEY = ['phrases'];

export function Phrases() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [fresh, setFresh] = useState('');
  const found = useQuery({ queryKey: KEY, queryFn: api.phrases });
  const keep = useMutation({
    mutationFn: desk.keepPhrases,
    onSuccess: (kept) => client.setQueryData(KEY, kept),
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  if (found.isPending) return <ListLoading rows={2} />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = found.data.items;
  const add = (): void => {
    const text = fresh.trim();
    if (!text || items.includes(text)) return;
    keep.mutate([...items, text], { onSuccess: () => setFresh('') });
  };
  return (
    <>
      <p className="quiet">{t(items.length ? 'me.phrasesHint' : 'me.phrasesNone')}</p>
      <ol className="phrases">
        {items.map((one, place) => (
          <li key={one}>
            <span>{one}</span>
            <span className="phrases-tools">
              <Button
                type="text"
                disabled={place === 0}
                aria-label={t('me.up', { text: one })}
                icon={<ArrowUpOutlined aria-hidden />}
                onClick={() => keep.mutate(moved(items, place, -1))}
              />
              <Button
                type="text"
                disabled={place === items.length - 1}
                aria-label={t('me.down', { text: one })}
                icon={<ArrowDownOutlined aria-hidden />}
                onClick={() => keep.mutate(moved(items, place, 1))}
              />
              <Button
                type="text"
                aria-label={t('me.dropPhrase', { text: one })}
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => keep.mutate(items.filter((other) => other !== one))}
              />
            </span>
          </li>
        ))}
      </ol>
      <span className="me-line">
        <Input
          maxLength={200}
          aria-label={t('me.newPhrase')}
          placeholder={t('me.newPhrase')}
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
          onPressEnter={add}
        />
        <Button loading={keep.isPending} disabled={!fresh.trim()} onClick={add}>
          {t('me.add')}
        </Button>
      </span>
    </>
  );
}

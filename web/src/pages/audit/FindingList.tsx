/** The findings of one kind, newest first: each opens its step, and can be marked as looked at. */
import { CheckOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing, type FindingItem } from '../../api/audit';
import { useLang } from '../../i18n';
import { useSaid } from '../../i18n/said';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { More } from '../../widgets/More';
import { ErrorState, ListLoading, StateMessage, useProblemText } from '../../widgets/States';

interface ListProps {
  kind: string;
  asked: { since?: string; until?: string; process: string };
}

export function FindingList({ kind, asked }: ListProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const said = useSaid();
  const [open, setOpen] = useState(false);
  const found = useInfiniteQuery({
    queryKey: ['finding', kind, asked, open],
    queryFn: ({ pageParam }) => auditing.finding(kind, { ...asked, open, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = found.data.pages.flatMap((page) => page.items);
  const about = found.data.pages[0]?.kind;
  if (!about) return null;
  const name = lang === 'zh' ? about.zh : about.en;
  return (
    <section aria-label={name}>
      <div className="finding-head">
        <div>
          <h2 className="audit-heading">
            {name} <span className="quiet">{about.count}</span>
          </h2>
          <p className="quiet">{said({ zh: about.hint_zh, en: about.hint_en })}</p>
        </div>
        {about.count > 0 && (
          <label className="switch">
            <Switch size="small" checked={open} onChange={setOpen} />
            {t('audit.onlyOpen', { count: about.open })}
          </label>
        )}
      </div>
      {items.length === 0 && <StateMessage title={t('audit.none')} hint={t('audit.noneHint')} />}
      {items.length > 0 && (
        <ul className="list">
          {items.map((item) => (
            <FindingRow key={item.ref} kind={kind} item={item} />
          ))}
        </ul>
      )}
      <More of={found} />
    </section>
  );
}

function FindingRow({ kind, item }: { kind: string; item: FindingItem }) {
  const { t } = useTranslation();
  const lang = useLang();
  const said = useSaid();
  const [writing, setWriting] = useState(false);
  const at = item.place ? `?at=${encodeURIComponent(item.place)}` : '';
  return (
    <li className="row finding">
      <div className="row-main">
        {item.instance_id ? (
          <Link className="row-link" to={`/audit/cases/${item.instance_id}/replay${at}`} data-key-row>
            {item.title}
          </Link>
        ) : (
          <span className="row-title">{t('audit.noCase')}</span>
        )}
        <span className="row-text">{said(item)}</span>
        <span className="row-meta">
          {item.process_name && (
            <span className="chip">{localName(item.process_name, item.process_name_en, lang)}</span>
          )}
          {item.who_name && <span>{localName(item.who_name, item.who_name_en, lang)}</span>}
          <Moment at={item.at} />
        </span>
        {item.note && (
          <p className="finding-note">
            <CheckOutlined aria-hidden /> {item.note.text}
            <span className="quiet">
              {item.note.by_name} <Moment at={item.note.at} />
            </span>
          </p>
        )}
        {writing && <Noting kind={kind} item={item} done={() => setWriting(false)} />}
      </div>
      {!writing && (
        <Button
          size="small"
          className="finding-mark"
          aria-label={`${t(item.note ? 'audit.again' : 'audit.mark')} ${item.title}`}
          onClick={() => setWriting(true)}
        >
          {t(item.note ? 'audit.again' : 'audit.mark')}
        </Button>
      )}
    </li>
  );
}

function Noting({ kind, item, done }: { kind: string; item: FindingItem; done: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const keep = useMutation({
    mutationFn: () => auditing.note(kind, { ref: item.ref, text: text.trim() }),
    onSuccess: async () => {
      done();
      await client.invalidateQueries({ queryKey: ['finding', kind] });
      await client.invalidateQueries({ queryKey: ['findings'] });
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  const send = (): void => {
    if (text.trim()) keep.mutate();
  };
  return (
    <div className="finding-noting">
      <Input
        autoFocus
        maxLength={1000}
        aria-label={t('audit.note')}
        placeholder={t('audit.note')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={send}
      />
      <Button type="primary" loading={keep.isPending} disabled={!text.trim()} onClick={send}>
        {t('audit.keep')}
      </Button>
      <Button type="text" onClick={done}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}

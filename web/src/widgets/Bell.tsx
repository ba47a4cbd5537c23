/** The bell: how many notifications are unread, and the latest ones in a small list. */
import { BellOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/calls';
import type { Notification } from '../api/types';
import { useLang } from '../i18n';
import { localName } from '../lib/format';
import { LIST_KEY, UNREAD_KEY, useLive } from '../lib/live';
import { Moment } from './Moment';
import { ErrorState } from './States';

function useRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | null) => api.readNotifications(ids),
    onSuccess: ({ unread }) => {
      client.setQueryData(UNREAD_KEY, unread);
      void client.invalidateQueries({ queryKey: LIST_KEY });
    },
  });
}

function Told({ one, open }: { one: Notification; open: () => void }) {
  const lang = useLang();
  const { t } = useTranslation();
  return (
    <li>
      <Link to={one.path} className={one.read_at ? 'told' : 'told told-new'} onClick={open}>
        <span className="told-what">
          {!one.read_at && <span className="told-dot" role="img" aria-label={t('told.unread')} />}
          {localName(one.subject, one.subject_en, lang)}
        </span>
        <span className="told-where">{localName(one.detail, one.detail_en, lang)}</span>
        <span className="told-when">
          <Moment at={one.at} />
        </span>
      </Link>
    </li>
  );
}

function Latest({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const read = useRead();
  const list = useQuery({ queryKey: LIST_KEY, queryFn: () => api.notifications() });
  if (list.isError) return <ErrorState error={list.error} retry={list.refetch} />;
  const items = list.data?.items ?? [];
  return (
    <div className="told-list">
      <div className="told-head">
        <strong>{t('told.title')}</strong>
        <button type="button" className="link" onClick={() => read.mutate(null)}>
          {t('told.readAll')}
        </button>
      </div>
      {items.length === 0 && <p className="told-none">{t('told.none')}</p>}
      <ul>
        {items.map((one) => (
          <Told
            key={one.id}
            one={one}
            open={() => {
              if (!one.read_at) read.mutate([one.id]);
              close();
            }}
          />
        ))}
      </ul>
    </div>
  );
}

export function Bell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useLive();
  const unread = useQuery({
    queryKey: UNREAD_KEY,
    queryFn: async () => (await api.notifications(1)).unread,
    refetchInterval: 60_000,
  });
  const count = unread.data ?? 0;
  return (
    <Popover
      trigger="click"
      placement="rightBottom"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Latest close={() => setOpen(false)} />}
    >
      <button type="button" className="bell" aria-expanded={open}>
        <BellOutlined aria-hidden="true" />
        <span className="bell-name">{t('told.bell', { count })}</span>
        <span className="bell-label" aria-hidden="true">
          {t('told.title')}
        </span>
        {count > 0 && <span className="bell-count" aria-hidden="true">{count > 99 ? '99+' : count}</span>}
      </button>
    </Popover>
  );
}

/** Two owners saved at once: who and what, and three ways on, none of which loses anything. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNames } from '../useNames';
import { theirs } from './conflict';
import { formatTime } from './clock';
import { download } from './download';

interface Props {
  of: string;
  name: string;
  /** The text that was read or saved last: what both began with. */
  before: string;
  read: () => Promise<string>;
  /** Saves over the version of theirs. */
  keepMine: (version: number) => void;
  takeTheirs: () => void;
}

const MOST = 5;

export function ConflictBar({ of, name, before, read, keepMine, takeTheirs }: Props) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const found = useQuery({
    queryKey: ['studio-conflict', of],
    queryFn: () => theirs(of, name, before),
    staleTime: 0,
    gcTime: 0,
  });
  const other = found.data;
  const changes = other?.changes ?? [];
  const named = changes.slice(0, MOST).map((one) => t(`conflict.${one.kind}`, { name: one.name || one.id }));
  const mine = async () => download(name.replace('.bpmn', '-mine.bpmn'), await read());
  const takeAfterKeeping = async () => {
    await mine();
    takeTheirs();
  };
  return (
    <Alert
      type="error"
      banner
      title={
        other
          ? t('conflict.who', { who: nameOf(other.draft.saved_by), time: formatTime(other.draft.saved_at) })
          : t('editor.conflict')
      }
      description={
        <>
          {named.length > 0 && <p className="conflict-what">{named.join(t('conflict.and'))}{changes.length > MOST && '…'}</p>}
          <Space wrap>
            <Button onClick={() => void mine()}>{t('conflict.download')}</Button>
            <Button type="primary" disabled={!other} onClick={() => void takeAfterKeeping()}>
              {t('conflict.takeTheirs')}
            </Button>
            <Popconfirm
              title={t('conflict.sure')}
              okText={t('conflict.keepMine')}
              cancelText={t('common.cancel')}
              onConfirm={() => {
                if (!other) return;
                download(name.replace('.bpmn', '-theirs.bpmn'), other.text);
                keepMine(other.draft.version);
              }}
            >
              <Button disabled={!other}>{t('conflict.keepMine')}</Button>
            </Popconfirm>
          </Space>
        </>
      }
    />
  );
}

/** Cases page by page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type InstancesQuery } from '../../api/calls';
import type { Instance } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { LongList } from '../../widgets/LongList';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { StatusTag } from '../../widgets/StatusTag';
import { Timed } from '../../widgets/Timed';

const Started = lazy(() => import('./Started'));

interface Props {
  query: InstancesQuery;
  filtered: boolean;
  empty: { title: string; hint: string; action?: ReactNode };
  clear: () => void;
}

export function InstanceList({ query, filtered, empty, clear }: Props) {
  const { t } = useTranslation();
  const cases = useInfiniteQuery({
    queryKey: ['instances', query],
    queryFn: ({ pageParam }) => api.instances({ ...query, limit: 50, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (cases.isPending) return <ListLoading />;
  if (cases.isLoadingError) return <ErrorState error={cases.error} retry={cases.refetch} />;
  if (cases.data.pages[0]?.items.length === 0) {
    return filtered ? (
      <StateMessage
        title={t('inbox.emptyFilter')}
        hint={t('inbox.emptyFilterHint')}
        action={<Button onClick={clear}>{t('inbox.clear')}</Button>}
      />
    ) : (
      <StateMessage {...empty} />
    );
  }
  const own = query.scope === 'started';
  const among = new Map(
    cases.data.pages.flatMap(({ items }) => {
      const open = items.filter((one) => one.ended_at === null).map((one) => one.id);
      return open.map((id): [string, string[]] => [id, open]);
    }),
  );
  return (
    <LongList
      label={t('nav.cases')}
      pages={cases.data.pages.map((page) => page.items)}
      more={cases.hasNextPage}
      loading={cases.isFetchingNextPage}
      load={() => void cases.fetchNextPage()}
      row={(item) => (
        <InstanceRow key={item.id} item={item} own={own} among={among.get(item.id)} />
      )}
    />
  );
}

interface RowProps {
  item: Instance;
  /** Whether the list is of one's own cases. */
  own: boolean;
  /** The open cases of the same page. */
  among: string[] | undefined;
}

function InstanceRow({ item, own, among }: RowProps) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/cases/${item.id}`} data-key-row>
          {item.title || localName(item.process_name, item.process_name_en, lang)}
        </Link>
        <span className="row-meta">
          <span className="chip">{localName(item.process_name, item.process_name_en, lang)}</span>
          {!own && <span>{t('inbox.by', { name: localName(item.initiator_name, item.initiator_name_en, lang) })}</span>}
          <Moment at={item.started_at} />
          {item.ended_at && (
            <Timed sentence="inbox.ended">
              <Moment at={item.ended_at} />
            </Timed>
          )}
        </span>
      </div>
      {own && among && (
        <Suspense fallback={null}>
          <Started id={item.id} among={among} />
        </Suspense>
      )}
      <div className="row-side">
        <StatusTag instance={item} />
        {item.end_events.length > 0 && (
          <span className="row-outcome">
            {item.end_events.map((end) => localName(end.name, end.name_en, lang)).join('、')}
          </span>
        )}
      </div>
    </li>
  );
}

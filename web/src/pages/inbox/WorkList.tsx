/** Work items, to do or done, in a list of any length, with claiming in place and many at once. */
import { CheckSquareOutlined, ReloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WorklistQuery } from '../../api/calls';
import type { WorkItem } from '../../api/types';
import { isNarrowed, type InboxFilter } from '../../lib/filters';
import { LongList } from '../../widgets/LongList';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { FRESH_PAGES, useClaim, useWorklist } from './useWorklist';
import { WorkRow } from './WorkRow';

const BulkBar = lazy(() => import('./BulkBar'));

interface Props {
  filter: InboxFilter;
  query: WorklistQuery;
  clear: () => void;
}

export function WorkList({ filter, query, clear }: Props) {
  const { t } = useTranslation();
  const open = filter.tab !== 'done';
  const worklist = useWorklist(query, open);
  const claim = useClaim();
  const [ticked, setTicked] = useState<Map<string, WorkItem> | null>(null);
  if (worklist.isPending) return <ListLoading />;
  if (worklist.isLoadingError) return <ErrorState error={worklist.error} retry={worklist.refetch} />;
  const pages = worklist.data.pages.map((page) => page.items);
  const here = new Set(pages.flat().map((item) => item.id));
  const chosen = [...(ticked?.values() ?? [])].filter((item) => here.has(item.id));
  if (here.size === 0) return <NoWork filter={filter} clear={clear} />;
  const tick = (item: WorkItem): void => {
    const next = new Map(ticked);
    if (!next.delete(item.id)) next.set(item.id, item);
    setTicked(next);
  };
  return (
    <>
      {open && (
        <div className="list-tools">
          <Button
            type="text"
            size="small"
            icon={<CheckSquareOutlined aria-hidden />}
            aria-pressed={ticked !== null}
            onClick={() => setTicked(ticked ? null : new Map())}
          >
            {t(ticked ? 'bulk.stop' : 'bulk.begin')}
          </Button>
          {pages.length > FRESH_PAGES && <Anew />}
        </div>
      )}
      {ticked && (
        <Suspense fallback={null}>
          <BulkBar
            items={chosen}
            all={() => setTicked(new Map(pages.flat().map((item) => [item.id, item])))}
            none={() => setTicked(new Map())}
          />
        </Suspense>
      )}
      <LongList
        label={t('inbox.list')}
        pages={pages}
        more={worklist.hasNextPage}
        loading={worklist.isFetchingNextPage}
        load={() => void worklist.fetchNextPage()}
        row={(item) => (
          <WorkRow
            key={item.id}
            item={item}
            claiming={claim.isPending && claim.variables.id === item.id}
            claim={() => claim.mutate(item)}
            ticked={ticked ? ticked.has(item.id) : null}
            tick={() => tick(item)}
          />
        )}
      />
    </>
  );
}

/** Far down, the list stands still; this begins again at its head. */
function Anew() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const begin = (): void => {
    window.scrollTo({ top: 0 });
    void client.resetQueries({ queryKey: ['worklist'] });
  };
  return (
    <Button type="text" size="small" icon={<ReloadOutlined aria-hidden />} onClick={begin}>
      {t('inbox.anew')}
    </Button>
  );
}

function NoWork({ filter, clear }: { filter: InboxFilter; clear: () => void }) {
  const { t } = useTranslation();
  if (isNarrowed(filter)) {
    return (
      <StateMessage
        title={t('inbox.emptyFilter')}
        hint={t('inbox.emptyFilterHint')}
        action={<Button onClick={clear}>{t('inbox.clear')}</Button>}
      />
    );
  }
  if (filter.tab === 'done') {
    return <StateMessage title={t('inbox.emptyDone')} hint={t('inbox.emptyDoneHint')} />;
  }
  if (filter.tab === 'overdue') {
    return <StateMessage title={t('inbox.emptyOverdue')} hint={t('inbox.emptyOverdueHint')} />;
  }
  return (
    <StateMessage
      title={t('inbox.emptyTodo')}
      hint={t('inbox.emptyTodoHint')}
      action={<Link to="/start">{t('inbox.goStart')}</Link>}
    />
  );
}

/** Work items, to do or done, page by page, with claiming in place. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type WorklistQuery } from '../../api/calls';
import type { WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import type { InboxFilter } from '../../lib/filters';
import { localName } from '../../lib/format';
import { ErrorState, ListLoading, StateMessage, useProblemText } from '../../widgets/States';
import { WorkRow } from './WorkRow';

function useWorklist(filter: InboxFilter) {
  const { tab, view, sort, process, text } = filter;
  const query: WorklistQuery =
    tab === 'todo' ? { view, sort, process, text } : { view: 'done', sort: 'newest', process, text };
  return useInfiniteQuery({
    queryKey: ['worklist', query],
    queryFn: ({ pageParam }) => api.worklist({ ...query, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: tab === 'todo' ? 30_000 : false,
  });
}

function useClaim() {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (item: WorkItem) => api.claim(item.id),
    onSuccess: (_, item) =>
      message.success(t('inbox.claimed', { name: localName(item.name, item.name_en, lang) })),
    onError: (error) => message.error(problemText(error).title),
    onSettled: () => client.invalidateQueries({ queryKey: ['worklist'] }),
  });
}

export function WorkList({ filter, clear }: { filter: InboxFilter; clear: () => void }) {
  const { t } = useTranslation();
  const worklist = useWorklist(filter);
  const claim = useClaim();
  if (worklist.isPending) return <ListLoading />;
  if (worklist.isLoadingError) return <ErrorState error={worklist.error} retry={worklist.refetch} />;
  const items = worklist.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NoWork filter={filter} clear={clear} />;
  return (
    <>
      <ul className="list" aria-label={t('inbox.list')}>
        {items.map((item) => (
          <WorkRow
            key={item.id}
            item={item}
            claiming={claim.isPending && claim.variables.id === item.id}
            claim={() => claim.mutate(item)}
          />
        ))}
      </ul>
      {worklist.hasNextPage && (
        <div className="more">
          <Button
            onClick={() => void worklist.fetchNextPage()}
            loading={worklist.isFetchingNextPage}
          >
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function NoWork({ filter, clear }: { filter: InboxFilter; clear: () => void }) {
  const { t } = useTranslation();
  if (filter.process || filter.text || filter.view !== 'inbox') {
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
  return (
    <StateMessage
      title={t('inbox.emptyTodo')}
      hint={t('inbox.emptyTodoHint')}
      action={<Link to="/start">{t('inbox.goStart')}</Link>}
    />
  );
}

/** The worklist page by page, and claiming in place. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type WorklistQuery } from '../../api/calls';
import type { WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { useProblemText } from '../../widgets/States';

/** So many pages are kept fresh; who has scrolled further is not pulled about, and may ask. */
export const FRESH_PAGES = 4;
const PAGE = 50;

export function useWorklist(query: WorklistQuery, live: boolean) {
  return useInfiniteQuery({
    queryKey: ['worklist', query],
    queryFn: ({ pageParam }) => api.worklist({ ...query, limit: PAGE, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: (one) => (one.state.data?.pages.length ?? 0) <= FRESH_PAGES,
    refetchInterval: live ? 30_000 : false,
  });
}

export function useClaim() {
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

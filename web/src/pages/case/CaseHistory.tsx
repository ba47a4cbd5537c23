/** The history of a case: people's steps, or every recorded fact. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { CaseDetail } from '../../api/types';
import { peopleSteps } from '../../lib/history';
import { ErrorState, ListLoading } from '../../widgets/States';
import { Timeline } from '../../widgets/Timeline';

export function CaseHistory({ found }: { found: CaseDetail }) {
  const instanceId = found.id;
  const { t } = useTranslation();
  const [every, setEvery] = useState(false);
  const history = useQuery({
    queryKey: ['history', instanceId],
    queryFn: () => api.history(instanceId),
    staleTime: 0,
  });
  if (history.isPending) return <ListLoading rows={3} />;
  if (history.isLoadingError) return <ErrorState error={history.error} retry={history.refetch} />;
  const entries = history.data.items;
  return (
    <>
      <Segmented
        size="small"
        value={every ? 'all' : 'steps'}
        onChange={(value) => setEvery(value === 'all')}
        options={[
          { value: 'steps', label: t('case.steps') },
          { value: 'all', label: t('case.allEvents') },
        ]}
      />
      <Timeline entries={every ? entries : peopleSteps(entries)} found={found} numbered={every} />
    </>
  );
}

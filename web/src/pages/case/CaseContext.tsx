/** Below a task: the diagram with the position, and what happened so far. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { peopleSteps } from '../../lib/history';
import { ErrorState, ListLoading } from '../../widgets/States';
import { Timeline } from '../../widgets/Timeline';
import { CaseDiagram } from './CaseDiagram';

interface Props {
  instanceId: string;
  /** The key of the process with the task. */
  process: string;
}

export function CaseContext({ instanceId, process }: Props) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: ['history', instanceId],
    queryFn: () => api.history(instanceId),
    staleTime: 0,
  });
  const found = useQuery({
    queryKey: ['instance', instanceId],
    queryFn: () => api.instance(instanceId),
    staleTime: 0,
  }).data;
  return (
    <div className="context">
      <section className="card" aria-labelledby="diagram-heading">
        <h2 className="card-title" id="diagram-heading">
          {t('task.diagram')}
        </h2>
        <CaseDiagram instanceId={instanceId} first={process} />
      </section>
      <section className="card" aria-labelledby="history-heading">
        <h2 className="card-title" id="history-heading">
          {t('task.history')}
        </h2>
        {history.isPending && <ListLoading rows={2} />}
        {history.isLoadingError && <ErrorState error={history.error} retry={history.refetch} />}
        {history.data && (
          <Timeline entries={peopleSteps(history.data.items)} found={found} />
        )}
      </section>
    </div>
  );
}

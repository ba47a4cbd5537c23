/** The diagram of a case, fetched and shown. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { DiagramView } from '../../widgets/diagram/DiagramView';
import { ErrorState, ListLoading } from '../../widgets/States';

interface Props {
  instanceId: string;
  /** The key of the process to show first; else where the case stands. */
  first?: string;
}

export function CaseDiagram({ instanceId, first }: Props) {
  const diagram = useQuery({
    queryKey: ['diagram', instanceId],
    queryFn: () => api.diagram(instanceId),
    staleTime: 0,
  });
  if (diagram.isPending) return <ListLoading rows={2} />;
  if (diagram.isLoadingError) return <ErrorState error={diagram.error} retry={diagram.refetch} />;
  return <DiagramView diagram={diagram.data} first={first} />;
}

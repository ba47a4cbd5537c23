/** The diagram of a case, fetched and shown. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/calls';
import { useLang } from '../../i18n';
import { elementNames } from '../../lib/diagramXml';
import { DiagramView } from '../../widgets/diagram/DiagramView';
import { ErrorState, ListLoading } from '../../widgets/States';

export function CaseDiagram({ instanceId }: { instanceId: string }) {
  const lang = useLang();
  const diagram = useQuery({
    queryKey: ['diagram', instanceId],
    queryFn: () => api.diagram(instanceId),
    staleTime: 0,
  });
  if (diagram.isPending) return <ListLoading rows={2} />;
  if (diagram.isLoadingError) return <ErrorState error={diagram.error} retry={diagram.refetch} />;
  const names = elementNames(
    diagram.data.processes.map((process) => process.xml),
    diagram.data.positions.map((position) => position.element_id),
    lang,
  );
  return <DiagramView diagram={diagram.data} currentNames={names} />;
}

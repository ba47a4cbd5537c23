/** The diagram of a case, fetched and shown. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/calls';
import type { DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import { whereItIs } from '../../lib/diagramWhere';
import { elementNames } from '../../lib/diagramXml';
import { DiagramView } from '../../widgets/diagram/DiagramView';
import { ErrorState, ListLoading } from '../../widgets/States';

export function CaseDiagram({ instanceId }: { instanceId: string }) {
  const diagram = useQuery({
    queryKey: ['diagram', instanceId],
    queryFn: () => api.diagram(instanceId),
    staleTime: 0,
  });
  if (diagram.isPending) return <ListLoading rows={2} />;
  if (diagram.isLoadingError) return <ErrorState error={diagram.error} retry={diagram.refetch} />;
  return <Drawn data={diagram.data} />;
}

function Drawn({ data }: { data: DiagramData }) {
  const lang = useLang();
  const shown = useMemo(() => whereItIs(data), [data]);
  const names = elementNames(
    shown.processes.map((process) => process.xml),
    [...shown.positions.map((position) => position.element_id), ...shown.beside],
    lang,
  );
  return <DiagramView diagram={shown} currentNames={names} />;
}

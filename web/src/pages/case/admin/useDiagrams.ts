/** The diagrams of a case as XML, and where it stands in them. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/calls';

export function useDiagrams(instanceId: string) {
  const found = useQuery({
    queryKey: ['diagram', instanceId],
    queryFn: () => api.diagram(instanceId),
    staleTime: 0,
  });
  return {
    loading: found.isPending,
    processes: found.data?.processes ?? [],
    positions: found.data?.positions ?? [],
  };
}

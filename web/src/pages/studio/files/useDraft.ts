/** The draft of a process with its files, or that there is none. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { studio, studioKey, type StudioDraft, type StudioFile } from '../../../api/studio';

async function draftOrNone(key: string): Promise<StudioDraft | null> {
  const { head } = await studio.overview(key);
  return head ? studio.draft(key) : null;
}

export function useDraft(key: string) {
  const client = useQueryClient();
  const draft = useQuery({
    queryKey: studioKey(key, 'draft', 'files'),
    queryFn: () => draftOrNone(key),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const begin = useMutation({
    mutationFn: () => studio.begin(key),
    onSuccess: (made) => {
      client.setQueryData(studioKey(key, 'draft', 'files'), made);
      for (const overview of [key, '']) {
        void client.invalidateQueries({ queryKey: studioKey(overview), exact: true });
      }
    },
  });
  return { draft, begin };
}

/** The file of a kind that defines what has this id. */
export function fileOf(files: StudioFile[], kind: string, id: string): StudioFile | undefined {
  return files.find((one) => one.kind === kind && one.ids.includes(id));
}

/** The versions that can be compared, the draft among them, and the files of one. */
import { useQuery } from '@tanstack/react-query';
import { studio, studioKey, type StudioFile } from '../../../api/studio';
import { versionFiles } from '../../../api/versions';
import { useDraft } from '../files/useDraft';

export const DRAFT = 'draft';

export function useVersions(key: string) {
  const versions = useQuery({
    queryKey: studioKey(key, 'versions'),
    queryFn: () => studio.versions(key),
  });
  const { draft } = useDraft(key);
  const numbers = (versions.data?.items ?? []).map((one) => String(one.version));
  return {
    query: versions,
    pending: versions.isPending || draft.isPending,
    choices: draft.data ? [DRAFT, ...numbers] : numbers,
  };
}

export function useFiles(key: string, version: string) {
  return useQuery({
    queryKey: studioKey(key, 'files', version),
    queryFn: async (): Promise<StudioFile[]> => {
      if (version === DRAFT) return (await studio.draft(key)).files;
      return (await versionFiles(key, Number(version))).files;
    },
    enabled: version !== '',
    staleTime: version === DRAFT ? 0 : 300_000,
  });
}

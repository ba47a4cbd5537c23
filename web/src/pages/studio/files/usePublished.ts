/** The files of the version of a process that is published now. */
import { useQuery } from '@tanstack/react-query';
import { studio, studioKey, type StudioFile } from '../../../api/studio';
import { versionFiles } from '../../../api/versions';

export function usePublished(of: string, wanted: boolean) {
  return useQuery({
    queryKey: studioKey(of, 'published', 'files'),
    queryFn: async (): Promise<StudioFile[]> => {
      const newest = (await studio.versions(of)).items[0];
      return newest ? (await versionFiles(of, newest.version)).files : [];
    },
    enabled: wanted,
  });
}

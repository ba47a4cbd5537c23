/** The files of one published version of a process. */
import { http, take } from './client';

export function versionFiles(key: string, version: number) {
  return take(
    http.GET('/api/v1/studio/{key}/versions/{version}', { params: { path: { key, version } } }),
  );
}

/** One function per route of the studio. */
import { http, take } from './client';
import type { components } from './schema';

type Shapes = components['schemas'];

export type StudioProcess = Shapes['StudioProcess'];
export type StudioOverview = Shapes['StudioOverview'];
export type StudioPart = Shapes['StudioPart'];
export type StudioDraft = Shapes['StudioDraft'];
export type StudioDraftHead = Shapes['StudioDraftHead'];
export type StudioFile = Shapes['StudioFileView'];
export type StudioFinding = Shapes['StudioFinding'];
export type StudioVersion = Shapes['StudioVersion'];
export type StudioScope = Shapes['StudioScope'];
export type StudioChoices = Shapes['StudioChoices'];
export type Named = Shapes['Named'];

const of = (key: string) => ({ params: { path: { key } } });

export const studio = {
  processes: () => take(http.GET('/api/v1/studio')),
  overview: (key: string) => take(http.GET('/api/v1/studio/{key}', of(key))),
  versions: (key: string) => take(http.GET('/api/v1/studio/{key}/versions', of(key))),
  choices: (key: string) => take(http.GET('/api/v1/studio/{key}/choices', of(key))),
  begin: (key: string, name?: string, family = '') =>
    take(http.POST('/api/v1/studio/drafts', { body: { key, name: name ?? null, family } })),
  bring: (file: File) => {
    const form = new FormData();
    form.append('file', file);
    return take(
      http.POST('/api/v1/studio/imports', { body: { file: file.name }, bodySerializer: () => form }),
    );
  },
  draft: (key: string) => take(http.GET('/api/v1/studio/{key}/draft', of(key))),
  save: (key: string, version: number, files: Record<string, string | null>) =>
    take(http.PUT('/api/v1/studio/{key}/draft', { ...of(key), body: { version, files } })),
  discard: (key: string) => take(http.DELETE('/api/v1/studio/{key}/draft', of(key))),
  check: (key: string, files: Record<string, string | null> = {}) =>
    take(http.POST('/api/v1/studio/{key}/draft/check', { ...of(key), body: { files } })),
  scope: (key: string) => take(http.GET('/api/v1/studio/{key}/draft/scope', of(key))),
  rebase: (key: string, version: number) =>
    take(http.POST('/api/v1/studio/{key}/draft/rebase', { ...of(key), body: { version } })),
  request: (key: string, version: number, note: string) =>
    take(http.POST('/api/v1/studio/{key}/draft/review', { ...of(key), body: { version, note } })),
  judge: (key: string, version: number, approved: boolean, reason: string) =>
    take(
      http.POST('/api/v1/studio/{key}/draft/verdict', {
        ...of(key),
        body: { version, approved, reason },
      }),
    ),
  publish: (key: string, version: number, note: string) =>
    take(http.POST('/api/v1/studio/{key}/draft/publish', { ...of(key), body: { version, note } })),
  rollBack: (key: string, version: number, newest: number, note: string) =>
    take(
      http.POST('/api/v1/studio/{key}/versions/{version}/roll-back', {
        params: { path: { key, version } },
        body: { version: newest, note },
      }),
    ),
  layout: (key: string, xml: string) =>
    take(http.POST('/api/v1/studio/{key}/layout', { ...of(key), body: { xml } })),
  expression: (key: string, text: string) =>
    take(http.POST('/api/v1/studio/{key}/expression', { ...of(key), body: { text } })),
};

/** The key under which the queries of one process are kept. */
export const studioKey = (key: string, ...more: string[]) => ['studio', key, ...more];

/** One function per route of the book of written clauses. */
import { http, take } from './client';
import type { components } from './schema';

type Shapes = components['schemas'];

export type ChapterHead = Shapes['ClauseChapterHead'];
export type Chapter = Shapes['ClauseChapter'];
export type ClauseEntry = Shapes['ClauseEntry'];
export type ClausePlace = Shapes['ClausePlace'];
export type ClauseElement = Shapes['ClauseElement'];
export type ClauseMark = Shapes['ClauseMark'];
export type ClauseEdit = Shapes['ClauseEdit'];
export type ClauseState = '' | 'traced' | 'waived' | 'missing' | 'review' | 'unproven';

export const clauses = {
  book: () => take(http.GET('/api/v1/clauses/book')),
  chapter: (procedure: string) =>
    take(http.GET('/api/v1/clauses/book/{procedure}', { params: { path: { procedure } } })),
  entries: (text: string, state: ClauseState) =>
    take(http.GET('/api/v1/clauses/entries', { params: { query: { text, state } } })),
  entry: (clause: string) =>
    take(http.GET('/api/v1/clauses/entries/{clause}', { params: { path: { clause } } })),
  changes: () => take(http.GET('/api/v1/clauses/changes')),
  marks: () => take(http.GET('/api/v1/clauses/marks', { params: { query: { reviewed: true } } })),
  review: (process: string, clause: string, element: string, note: string) =>
    take(
      http.POST('/api/v1/definitions/{key}/clauses/review', {
        params: { path: { key: process } },
        body: { clause, element, note },
      }),
    ),
  definition: (key: string) =>
    take(http.GET('/api/v1/definitions/{key}', { params: { path: { key } } })),
};

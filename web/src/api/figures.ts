/** One function per route of the company's figures. */
import { http, take } from './client';
import type { components } from './schema';

type Shapes = components['schemas'];

export type Figure = Shapes['FigureView'];
export type FigureVersion = Shapes['FigureVersion'];

export const figures = {
  all: () => take(http.GET('/api/v1/figures')),
  history: (figure: string) =>
    take(http.GET('/api/v1/figures/history', { params: { query: { figure } } })),
  change: (figure: Figure, value: string, note: string) =>
    take(
      http.POST('/api/v1/figures', {
        body: { changes: [{ id: figure.id, was: figure.value, value }], note },
      }),
    ),
};

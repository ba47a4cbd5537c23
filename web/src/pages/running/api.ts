/** What this room asks the server. */
import { http, take } from '../../api/client';
import type { components, paths } from '../../api/schema';

type Shapes = components['schemas'];
export type Statistics = Shapes['Statistics'];
export type ProcessStatistics = Shapes['ProcessStatistics'];
export type ElementStatistics = Shapes['ElementStatistics'];
export type Interval = Shapes['Interval'];
export type StatisticsCase = Shapes['StatisticsCase'];

type Route = paths['/api/v1/definitions/{key}/statistics'];
export type Asked = NonNullable<Route['get']['parameters']['query']>;

export const statistics = (key: string, asked: Asked) =>
  take(http.GET('/api/v1/definitions/{key}/statistics', { params: { path: { key }, query: asked } }));

interface At extends Asked {
  process: string;
  element: string;
  time: 'working' | 'clock';
}

export const casesAt = (key: string, query: At) =>
  take(
    http.GET('/api/v1/definitions/{key}/statistics/cases', {
      params: { path: { key }, query },
    }),
  );

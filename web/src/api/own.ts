/** Calls about what belongs to oneself: one's open cases and favourites. */
import { http, take } from './client';
import type { components } from './schema';

export type Pending = components['schemas']['Pending'];
export type StartedCase = components['schemas']['StartedCase'];

export const own = {
  started: (ids: string[]) =>
    take(http.GET('/api/v1/started', { params: { query: { case: ids } } })),
  favourites: () => take(http.GET('/api/v1/favourites')),
  keepFavourites: (items: string[]) => take(http.PUT('/api/v1/favourites', { body: { items } })),
};

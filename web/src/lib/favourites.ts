/** Favourites that an earlier version kept in the browser: handed over to the server once. */

const PREFIX = 'guicheng.favourites.';

/** What this browser still keeps for the person, which is then forgotten here. */
export function takeKeptHere(storage: Storage, userId: string): string[] {
  const kept = storage.getItem(PREFIX + userId);
  if (kept === null) return [];
  storage.removeItem(PREFIX + userId);
  try {
    const found: unknown = JSON.parse(kept);
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** With the key as the last of them or, if it was among them, without it. */
export function toggled(favourites: string[], key: string): string[] {
  return favourites.includes(key)
    ? favourites.filter((one) => one !== key)
    : [...favourites, key];
}

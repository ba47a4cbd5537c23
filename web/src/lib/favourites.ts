/** The processes that somebody starts most, by their own choice; kept in this browser. */

const PREFIX = 'guicheng.favourites.';

export function readFavourites(userId: string): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PREFIX + userId) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** With the key among them or, if it was, without it; kept where the browser allows that. */
export function toggleFavourite(userId: string, key: string): string[] {
  const before = readFavourites(userId);
  const after = before.includes(key) ? before.filter((one) => one !== key) : [...before, key];
  try {
    localStorage.setItem(PREFIX + userId, JSON.stringify(after));
  } catch {
    // then it is a favourite until the page is closed
  }
  return after;
}

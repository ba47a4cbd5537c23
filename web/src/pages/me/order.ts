/** Changes the order of a list. */

/** The item at that place one further up (-1) or down (1). */
export function moved<T>(items: T[], place: number, step: -1 | 1): T[] {
  const item = items[place] as T;
  const others = items.filter((_, other) => other !== place);
  return [...others.slice(0, place + step), item, ...others.slice(place + step)];
}

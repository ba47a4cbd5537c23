/** What a form or a decision file calls itself. */

/** Of a form its title, of a decision file the name of the decision; empty where it has none. */
export function titleOf(kind: string, text: string, id = ''): string {
  if (kind === 'form') return /"title":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
  const parsed = new DOMParser().parseFromString(text, 'application/xml');
  const all = [...parsed.getElementsByTagNameNS('*', 'decision')];
  return (all.find((one) => one.id === id) ?? all[0])?.getAttribute('name') ?? '';
}

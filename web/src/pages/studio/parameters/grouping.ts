/** Orders and searches the figures. */
import type { Figure } from '../../../api/figures';

export interface FigureFilter {
  text: string;
  origin: string;
  process: string;
}

/** A figure without a process that uses it stands under this. */
export const UNUSED = '';

function words(figure: Figure): string {
  const users = figure.users.map((one) => `${one.key} ${one.name} ${one.name_en}`);
  const own = [figure.id, figure.zh, figure.en, figure.value, figure.source_zh, figure.source_en];
  return [...own, ...figure.clauses, ...users].join(' ').toLowerCase();
}

export function isAskedFor(figure: Figure, filter: FigureFilter): boolean {
  if (filter.origin && (filter.origin === 'company') !== figure.company) return false;
  if (filter.process && !figure.users.some((one) => one.key === filter.process)) return false;
  const found = words(figure);
  return filter.text.toLowerCase().split(/\s+/).every((word) => found.includes(word));
}

/** By the process that is asked for, else the first that uses each; what decides who acts comes
 * first; unused ones last. */
export function byProcess(figures: Figure[], asked = ''): [string, Figure[]][] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = asked || (figure.users[0]?.key ?? UNUSED);
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  const order = (figure: Figure) => ['limit', 'parameter', 'result'].indexOf(figure.kind);
  return [...groups]
    .sort(([one], [two]) => Number(one === UNUSED) - Number(two === UNUSED))
    .map(([key, items]) => [key, [...items].sort((a, b) => order(a) - order(b))]);
}

/** Orders and filters the processes of the studio. */
import type { StudioProcess } from '../../api/studio';

export type Which = 'all' | 'mine' | 'draft' | 'review' | 'trouble';

const CHOSEN: Record<Which, (one: StudioProcess) => boolean> = {
  all: () => true,
  mine: (one) => one.mine,
  draft: (one) => one.draft,
  review: (one) => one.review === 'requested',
  trouble: (one) => one.incidents > 0 || one.overdue > 0,
};

export function wanted(process: StudioProcess, which: Which, text: string): boolean {
  const sought = text.trim().toLowerCase();
  const { key, name, name_en } = process;
  const named = [key, name, name_en].some((one) => one.toLowerCase().includes(sought));
  return named && CHOSEN[which](process);
}

/** By family in the order of their keys; what is only a placeholder comes last. */
export function families(processes: StudioProcess[]): [string, StudioProcess[]][] {
  const found = new Map<string, StudioProcess[]>();
  for (const one of processes) {
    const family = one.placeholder ? 'placeholders' : one.family || 'other';
    found.set(family, [...(found.get(family) ?? []), one]);
  }
  return [...found].sort(
    ([one], [two]) =>
      Number(one === 'placeholders') - Number(two === 'placeholders') || one.localeCompare(two),
  );
}

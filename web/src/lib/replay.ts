/** What was true after a step of a replayed case: the checkpoint of its window and what came since. */
import type { ReplayStep, ReplayWindow } from '../api/audit';
import type { Variables } from '../api/types';
import type { Counts } from './diagramWhere';

export const WINDOW = 100;

export interface StandingAt {
  positions: Counts;
  /** How often each flow was taken, and each element reached, so far. */
  flows: Counts;
  visits: Counts;
  variables: Variables;
}

/** The number of the first step of the window that holds this one. */
export function windowOf(step: number): number {
  return Math.floor((Math.max(1, step) - 1) / WINDOW) * WINDOW + 1;
}

/** The counts with what was taken or reached in a step; what is given stays as it is. */
function counted(before: Counts, names: Record<string, string[]>): Counts {
  const after = { ...before };
  for (const [process, several] of Object.entries(names)) {
    const inside = { ...after[process] };
    for (const name of several) inside[name] = (inside[name] ?? 0) + 1;
    after[process] = inside;
  }
  return after;
}

/** Of variables in scopes of their own only those of the case itself. */
export function standingAt(window: ReplayWindow, number: number): StandingAt {
  const at: StandingAt = {
    positions: window.before.positions,
    flows: window.before.flows,
    visits: window.before.visits,
    variables: { ...window.before.variables },
  };
  for (const step of window.steps) {
    if (step.number > number) break;
    at.positions = step.positions;
    at.flows = counted(at.flows, step.flows);
    at.visits = counted(at.visits, step.visited);
    for (const change of step.changes) {
      if (change.scope === 0) at.variables[change.name] = change.after;
    }
  }
  return at;
}

/** The step of this number, if the window has it. */
export function stepIn(window: ReplayWindow | undefined, number: number): ReplayStep | undefined {
  return window?.steps.find((step) => step.number === number);
}

/** The next step, else the first one, in which control came to the element or somebody acted there. */
export function nextAt(
  window: ReplayWindow,
  number: number,
  [process, id]: readonly [process: string, id: string],
): number | undefined {
  const there = window.steps.filter(
    (step) =>
      (step.process === process && step.element_id === id) || step.visited[process]?.includes(id),
  );
  return (there.find((step) => step.number > number) ?? there[0])?.number;
}

/** How often each step's element had been come to by then: from 2 on it was gone through again. */
export function passesOf(window: ReplayWindow): Map<number, number> {
  let visits: Counts = window.before.visits;
  const passes = new Map<number, number>();
  for (const step of window.steps) {
    passes.set(step.number, visits[step.process]?.[step.element_id ?? ''] ?? 0);
    visits = counted(visits, step.visited);
  }
  return passes;
}

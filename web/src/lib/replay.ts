/** What was true after a step of a replayed case: the checkpoint of its window and what came since. */
import type { ReplayStep, ReplayWindow } from '../api/audit';
import type { Variables } from '../api/types';

export const WINDOW = 100;

export interface StandingAt {
  positions: Record<string, number>;
  /** How often each flow was taken, and each element reached, so far. */
  flows: Record<string, number>;
  visits: Record<string, number>;
  variables: Variables;
}

/** The number of the first step of the window that holds this one. */
export function windowOf(step: number): number {
  return Math.floor((Math.max(1, step) - 1) / WINDOW) * WINDOW + 1;
}

function count(into: Record<string, number>, names: string[]): void {
  for (const name of names) into[name] = (into[name] ?? 0) + 1;
}

/** Of variables in scopes of their own only those of the case itself. */
export function standingAt(window: ReplayWindow, number: number): StandingAt {
  const at: StandingAt = {
    positions: window.before.positions,
    flows: { ...window.before.flows },
    visits: { ...window.before.visits },
    variables: { ...window.before.variables },
  };
  for (const step of window.steps) {
    if (step.number > number) break;
    at.positions = step.positions;
    count(at.flows, step.flows);
    count(at.visits, step.visited);
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
export function nextAt(window: ReplayWindow, number: number, id: string): number | undefined {
  const there = window.steps.filter((step) => step.element_id === id || step.visited.includes(id));
  return (there.find((step) => step.number > number) ?? there[0])?.number;
}

/** How often each step's element had been come to by then: from 2 on it was gone through again. */
export function passesOf(window: ReplayWindow): Map<number, number> {
  const visits: Record<string, number> = { ...window.before.visits };
  const passes = new Map<number, number>();
  for (const step of window.steps) {
    passes.set(step.number, visits[step.element_id ?? ''] ?? 0);
    count(visits, step.visited);
  }
  return passes;
}

/** Where a case stands in the diagrams that it is pinned to, process by process: ids of elements are
 * those of one process alone. */
import type { DiagramData } from '../api/types';
import { elementNames } from './diagramXml';
import { localName, type Lang } from './format';

export type DiagramProcess = DiagramData['processes'][number];
/** By the key of a process, then by the id of an element: how many. */
export type Counts = Record<string, Record<string, number>>;
export type DrawnProcess = Pick<DiagramProcess, 'key' | 'name' | 'xml'>;

const CONTAINERS = ['subProcess', 'transaction', 'adHocSubProcess'];

/** A process without a case. */
export function onlyDrawn({ key, name, xml }: DrawnProcess): DiagramData {
  const process = { key, name, name_en: name, version: null, xml, calls: {} };
  return { processes: [process], positions: [], beside: {}, done_elements: {}, taken_flows: {} };
}

/** With what somebody has to do beside the flow. */
export function standingIn(diagram: DiagramData): Counts {
  const found: Counts = {};
  const add = (process: string, id: string): void => {
    const here = (found[process] ??= {});
    here[id] = (here[id] ?? 0) + 1;
  };
  diagram.positions.forEach((one) => add(one.process, one.element_id));
  for (const [process, ids] of Object.entries(diagram.beside)) ids.forEach((id) => add(process, id));
  return found;
}

/** The call activities in whose called process control stands. */
export function enteredCalls(process: DiagramProcess, here: Counts): string[] {
  return Object.keys(here[process.key] ?? {}).filter((id) => {
    const called = process.calls[id];
    const inside = Object.keys((called && here[called]) || {});
    return inside.some((one) => called !== process.key || one !== id);
  });
}

/** The first process, and all that are called where the case has been. */
export function reachedProcesses(
  processes: DiagramProcess[],
  hasBeen: (key: string, id: string) => boolean,
): DiagramProcess[] {
  const found = new Set<string>();
  const waiting = processes.slice(0, 1);
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { key, calls } = one;
    if (found.has(key)) continue;
    found.add(key);
    const called = Object.keys(calls).flatMap((id) => (hasBeen(key, id) ? (calls[id] ?? []) : []));
    waiting.push(...processes.filter((other) => called.includes(other.key)));
  }
  return processes.filter(({ key }) => found.has(key));
}

/** Where control stands and nowhere further within: neither around others nor at an entered call. */
export function innermost(process: DiagramProcess, here: Counts): string[] {
  const ids = Object.keys(here[process.key] ?? {});
  if (ids.length === 0) return [];
  const around = new Set([...enteredCalls(process, here), ...containersOf(process.xml, new Set(ids))]);
  return ids.filter((id) => !around.has(id));
}

/** The process to look at first: where control stands, the one asked for before others. */
export function mainPlace(processes: DiagramProcess[], here: Counts, asked?: string): string {
  const stood = processes.filter((one) => innermost(one, here).length > 0);
  const first = processes.find((one) => one.key === asked) ?? stood[0] ?? processes[0];
  return first?.key ?? '';
}

/** What the places are called where control stands; in a called process, with its name. */
export function placesNow(processes: DiagramProcess[], here: Counts, lang: Lang): string[] {
  return processes.flatMap((process, place) => {
    const names = elementNames([process.xml], innermost(process, here), lang);
    return place === 0 ? names : names.map((name) => inProcess(name, processName(process, lang), lang));
  });
}

export function inProcess(name: string, process: string, lang: Lang): string {
  return lang === 'en' ? `${name} (${process})` : `${name}（${process}）`;
}

export function processName(process: DiagramProcess, lang: Lang): string {
  return localName(process.name, process.name_en, lang) || process.key;
}

/** Sub-processes of the drawing that have another position inside. */
function containersOf(xml: string, here: Set<string>): Set<string> {
  const found = new Set<string>();
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  for (const element of Array.from(document.querySelectorAll('[id]'))) {
    if (!here.has(element.id)) continue;
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (CONTAINERS.includes(up.localName)) found.add(up.id);
    }
  }
  return found;
}

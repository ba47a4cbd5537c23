/** Of the diagrams that a case is pinned to, what matters to people: where it has been and is now. */
import type { DiagramData } from '../api/types';

const CONTAINERS = ['subProcess', 'transaction', 'adHocSubProcess'];

/** With the processes that were come to, and of nested positions only the innermost. */
export function whereItIs(diagram: DiagramData): DiagramData {
  const documents = new Map(
    diagram.processes.map(({ key, xml }) => [
      key,
      new DOMParser().parseFromString(xml, 'application/xml'),
    ]),
  );
  const here = diagram.positions.map((one) => one.element_id);
  const seen = new Set([...diagram.done_elements, ...here]);
  const reached = reachedFrom(diagram.processes[0]?.key, documents, seen);
  const around = containersOf([...documents.values()], new Set(here));
  return {
    ...diagram,
    processes: diagram.processes.filter((one) => reached.has(one.key)),
    positions: diagram.positions.filter((one) => !around.has(one.element_id)),
  };
}

/** The first process, and all that are called where the case has been. */
function reachedFrom(
  first: string | undefined,
  documents: Map<string, Document>,
  seen: Set<string>,
): Set<string> {
  const found = new Set<string>();
  const waiting = first === undefined ? [] : [first];
  while (waiting.length > 0) {
    const key = waiting.pop() ?? '';
    const document = documents.get(key);
    if (!document || found.has(key)) continue;
    found.add(key);
    for (const call of Array.from(document.getElementsByTagNameNS('*', 'callActivity'))) {
      const called = call.getAttribute('calledElement') ?? '';
      if (seen.has(call.id)) waiting.push(called.replace(/^.*:/, ''));
    }
  }
  return found;
}

/** Sub-processes that have another position inside. */
function containersOf(documents: Document[], here: Set<string>): Set<string> {
  const found = new Set<string>();
  for (const document of documents) {
    for (const element of Array.from(document.querySelectorAll('[id]'))) {
      if (!here.has(element.id)) continue;
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (CONTAINERS.includes(up.localName)) found.add(up.id);
      }
    }
  }
  return found;
}

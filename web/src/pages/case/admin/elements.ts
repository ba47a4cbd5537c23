/** Elements to choose from in all processes of a case: two of them may each use the same id. */
import { inProcess, processName, type DiagramProcess } from '../../../lib/diagramWhere';
import type { NamedElement } from '../../../lib/diagramXml';
import type { Lang } from '../../../lib/format';

/** What the server knows an element by, whichever process of the case it is in. */
export const placeOf = (process: string, id: string) => `${process}/${id}`;

export function elementsOf(
  processes: DiagramProcess[],
  wanted: (xml: string, lang: Lang) => NamedElement[],
  lang: Lang,
): NamedElement[] {
  return processes.flatMap((process, place) =>
    wanted(process.xml, lang).map(({ id, name }) => ({
      id: placeOf(process.key, id),
      name: place === 0 ? name : inProcess(name, processName(process, lang), lang),
    })),
  );
}

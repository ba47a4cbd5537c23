/** The calls of a process that one may step into. */
import type { TFunction } from 'i18next';
import { processName, type DiagramProcess } from '../../lib/diagramWhere';
import type { Lang } from '../../lib/format';
import type { Call } from './marks';

/** Of those among the processes shown; one that calls itself is there already. */
export function callsOf(
  process: DiagramProcess,
  processes: DiagramProcess[],
  lang: Lang,
  t: TFunction,
): Call[] {
  return Object.entries(process.calls).flatMap(([id, to]) => {
    const called = processes.find((one) => one.key === to && one !== process);
    if (!called) return [];
    const label = t('diagram.stepInto', { name: processName(called, lang) });
    return [{ id, to, text: t('diagram.into'), withinText: `${t('diagram.within')} ›`, label }];
  });
}

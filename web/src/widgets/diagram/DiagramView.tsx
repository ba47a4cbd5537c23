/** The diagrams of a case on the page, with their buttons and what they say to those who cannot see. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import {
  enteredCalls,
  innermost,
  mainPlace,
  placesNow,
  processName,
  reachedProcesses,
  standingIn,
} from '../../lib/diagramWhere';
import { listed } from '../../lib/format';
import { callsOf } from './calls';
import { Drawn } from './Drawn';
import { ProcessPath } from './ProcessPath';

interface Props {
  diagram: DiagramData;
  /** The process to show first; else where the case stands. */
  first?: string | undefined;
  /** Of a process and no case: nothing is marked, so nothing is said of marks. */
  plain?: boolean;
}

export function DiagramView({ diagram, first, plain = false }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const here = standingIn(diagram);
  const seen = (key: string, id: string) =>
    id in (here[key] ?? {}) || Boolean(diagram.done_elements[key]?.includes(id));
  const processes = reachedProcesses(diagram.processes, seen);
  const [chosen, open] = useState('');
  const key = processes.some((one) => one.key === chosen) ? chosen : mainPlace(processes, here, first);
  const process = processes.find((one) => one.key === key);
  if (!process) return <p className="quiet">{t('diagram.none')}</p>;
  const names = placesNow(processes, here, lang);
  const somewhere = names.length
    ? t('case.current', { names: listed(names, lang) })
    : t('case.nowhere');
  const where = plain ? processName(process, lang) : somewhere;
  const marks = {
    current: innermost(process, here),
    within: enteredCalls(process, here),
    done: diagram.done_elements[key] ?? [],
    taken: diagram.taken_flows[key] ?? [],
    hereText: t('diagram.here'),
    withinText: t('diagram.within'),
    calls: callsOf(process, processes, lang, t),
  };

  return (
    <section className="diagram" aria-label={`${t('diagram.label')}. ${where}`}>
      <Drawn xml={process.xml} marks={marks} where={plain ? '' : where} open={open}>
        <ProcessPath processes={processes} here={here} shown={process} open={open} />
      </Drawn>
      {!plain && (
        <p className="legend">
          <span className="legend-item current">{t('diagram.legendCurrent')}</span>
          <span className="legend-item done">{t('diagram.legendDone')}</span>
          {marks.within.length > 0 && (
            <span className="legend-item within">{t('diagram.within')}</span>
          )}
        </p>
      )}
    </section>
  );
}

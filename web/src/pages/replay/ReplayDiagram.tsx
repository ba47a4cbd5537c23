/** The diagram of a replayed case, marked as it was after the step that is shown. */
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/audit';
import type { DiagramData } from '../../api/types';
import { useLang } from '../../i18n';
import { enteredCalls, mainPlace, placesNow, reachedProcesses } from '../../lib/diagramWhere';
import { listed } from '../../lib/format';
import type { StandingAt } from '../../lib/replay';
import { callsOf } from '../../widgets/diagram/calls';
import { DiagramTools } from '../../widgets/diagram/DiagramTools';
import { ProcessPath } from '../../widgets/diagram/ProcessPath';
import { useDrawing } from '../../widgets/diagram/useDrawing';
import type { ReplayDiagram as Opened } from './diagram';

interface Props {
  diagram: DiagramData;
  step: ReplayStep | undefined;
  at: StandingAt;
  /** Somebody chose an element of a process. */
  pick: (process: string, id: string) => void;
}

export function ReplayDiagram({ diagram, step, at, pick }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [chosen, setChosen] = useState<{ step: number; key: string } | null>(null);
  const number = step?.number ?? 0;
  const here = at.positions;
  const processes = reachedProcesses(
    diagram.processes,
    (key, id) => id in (at.visits[key] ?? {}) || id in (here[key] ?? {}),
  );
  const about = step?.element_id ? step.process : undefined;
  const key = chosen?.step === number ? chosen.key : mainPlace(processes, here, about);
  const process = processes.find((one) => one.key === key) ?? processes[0];
  const open = (next: string): void => setChosen({ step: number, key: next });
  const calls = process ? callsOf(process, processes, lang, t) : [];

  const picked = useEffectEvent((id: string) => pick(key, id));
  const entered = useEffectEvent((next: string) => open(next));
  const { container, drawing, drawn, failed } = useDrawing<Opened>(
    process?.xml,
    async () => {
      const { openReplay } = await import('./diagram');
      const acts = { pick: (id: string) => picked(id), enter: (next: string) => entered(next), calls };
      return (element, text) => openReplay(element, text, acts);
    },
    JSON.stringify(calls),
  );
  const mark = useEffectEvent((opened: Opened) =>
    opened.show({
      positions: here[key] ?? {},
      within: process ? enteredCalls(process, here) : [],
      visits: at.visits[key] ?? {},
      flows: at.flows[key] ?? {},
      fresh: step?.flows[key] ?? [],
      reached: [...(step?.visited[key] ?? [])].reverse(),
      here: (tokens) => (tokens > 1 ? t('replay.hereTimes', { tokens }) : t('diagram.here')),
      times: (count) => t('replay.times', { count }),
      withinText: t('diagram.within'),
    }),
  );
  useEffect(() => {
    if (drawing) mark(drawing);
  }, [drawing, number, at]);

  const names = placesNow(processes, here, lang);
  const where = names.length ? t('replay.at', { names: listed(names, lang) }) : t('replay.nowhere');
  return (
    <section className="card replay-diagram" aria-label={`${t('diagram.label')}. ${where}`}>
      <div className="diagram-bar">
        <span className="diagram-where">{where}</span>
        {drawn && <DiagramTools of={drawing} />}
      </div>
      {process && <ProcessPath processes={processes} here={here} shown={process} open={open} />}
      <div className="diagram-canvas" hidden={!drawn} ref={container} />
      {!drawn && <p className="quiet">{t('diagram.undrawn')}</p>}
      {failed && <p role="alert">{t('diagram.failed')}</p>}
      <p className="legend">
        <span className="legend-item current">{t('diagram.legendCurrent')}</span>
        <span className="legend-item done">{t('diagram.legendDone')}</span>
        <span className="legend-item fresh">{t('replay.legendFresh')}</span>
      </p>
    </section>
  );
}

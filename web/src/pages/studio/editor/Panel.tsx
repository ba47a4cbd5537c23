/** The properties of what is selected: our vocabulary and nothing else. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioChoices } from '../../../api/studio';
import { Common } from './Common';
import { Deadlines } from './Deadlines';
import { subject } from './facts';
import { FlowGroup, LaneGroup, TimerGroup } from './Flows';
import { ProcessGroup } from './ProcessGroup';
import { UserTaskGroup } from './UserTaskGroup';
import { AutomaticGroup } from './AutomaticGroup';
import type { Canvas, Element, EventBus, Selection, Services } from './types';

export interface GroupProps {
  modeler: Services;
  element: Element;
  choices: StudioChoices;
  of: string;
}

const EVENTS = ['selection.changed', 'commandStack.changed', 'import.done'];

/** What is selected alone, else the sheet; told anew after every change. */
function useSelected(modeler: Services): [Element | null, number] {
  const [change, setChange] = useState(0);
  useEffect(() => {
    const bus = modeler.get<EventBus>('eventBus');
    const tell = () => setChange((number) => number + 1);
    bus.on(EVENTS, tell);
    return () => bus.off(EVENTS, tell);
  }, [modeler]);
  const [selected, ...more] = modeler.get<Selection>('selection').get();
  if (selected && !more.length) return [selected.labelTarget ?? selected, change];
  const root = modeler.get<Canvas>('canvas').getRootElement() as Element | undefined;
  return [root ?? null, change];
}

export function Panel(props: Omit<GroupProps, 'element'>) {
  const { t, i18n } = useTranslation();
  const [element] = useSelected(props.modeler);
  if (!element || element.type === 'bpmn:Collaboration') {
    return <p className="quiet panel-none">{t('editor.chooseOne')}</p>;
  }
  const of = subject(element);
  const kind = of.$type.replace('bpmn:', '');
  const label = `editor.kind_${kind}`;
  const given = { ...props, element };
  return (
    <div className="panel-groups" key={element.id}>
      <p className="panel-kind">{i18n.exists(label) ? t(label) : kind}</p>
      <Common {...given} />
      {kind === 'Process' && <ProcessGroup {...given} />}
      {(kind === 'UserTask' || kind === 'StartEvent') && <UserTaskGroup {...given} />}
      {kind === 'UserTask' && <Deadlines {...given} />}
      {['ServiceTask', 'BusinessRuleTask', 'CallActivity', 'SendTask'].includes(kind) && (
        <AutomaticGroup {...given} />
      )}
      {kind === 'SequenceFlow' && <FlowGroup {...given} />}
      {kind === 'Lane' && <LaneGroup {...given} />}
      <TimerGroup {...given} />
    </div>
  );
}

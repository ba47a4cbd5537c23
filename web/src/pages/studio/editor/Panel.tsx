/** The properties of what is selected, by what an owner asks: who, what, how long, how on, why. */
import { Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioChoices, StudioFinding, StudioScope } from '../../../api/studio';
import { FindingList } from '../FindingList';
import { Common } from './Common';
import { subject } from './facts';
import { AdHocGroup } from './panel/AdHocGroup';
import { Approval } from './panel/Approval';
import { AutomaticGroup } from './panel/AutomaticGroup';
import { BasisGroup } from './panel/BasisGroup';
import { DrawGroup } from './panel/DrawGroup';
import { EventGroup, hasEvent } from './panel/EventGroup';
import { ProcessGroup } from './panel/ProcessGroup';
import { RepeatGroup } from './panel/RepeatGroup';
import { RestGroup } from './panel/RestGroup';
import { NamingContext } from './panel/scope';
import { TimeGroup } from './panel/TimeGroup';
import { FlowGroup, inEventSubProcess, WayGroup } from './panel/WayGroup';
import { WhatGroup } from './panel/WhatGroup';
import { called, drawn, LaneGroup, WhoGroup } from './panel/WhoGroup';
import type { Canvas, Element, EventBus, Selection, Services } from './types';

export interface GroupProps {
  modeler: Services;
  element: Element;
  choices: StudioChoices;
}

interface Props {
  modeler: Services;
  choices: StudioChoices;
  of: string;
  scope: StudioScope | undefined;
  findings: StudioFinding[];
  show: (id: string) => void;
}

const EVENTS = ['selection.changed', 'commandStack.changed', 'import.done'];

/** What is selected alone, else the sheet; told anew after every change. */
function useSelected(modeler: Services): Element | null {
  const [, setChange] = useState(0);
  useEffect(() => {
    const bus = modeler.get<EventBus>('eventBus');
    const tell = () => setChange((number) => number + 1);
    bus.on(EVENTS, tell);
    return () => bus.off(EVENTS, tell);
  }, [modeler]);
  const [selected, ...more] = modeler.get<Selection>('selection').get();
  if (selected && !more.length) return selected.labelTarget ?? selected;
  return (modeler.get<Canvas>('canvas').getRootElement() as Element | undefined) ?? null;
}

export function Panel({ modeler, choices, of, scope, findings, show }: Props) {
  const { t } = useTranslation();
  const element = useSelected(modeler);
  const [fresh, setFresh] = useState('');
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void top.current?.closest('.editor-panel')?.scrollTo({ top: 0 });
  }, [element?.id]);
  const isSheet = !element || element.type === 'bpmn:Collaboration';
  const here = isSheet ? [] : findings.filter((one) => one.element_id === subject(element).id);
  return (
    <NamingContext.Provider value={{ of, scope, parameters: choices.parameters }}>
      <div className="panel-groups" ref={top}>
        <Chooser modeler={modeler} chosen={isSheet ? null : element} show={show} />
        {isSheet ? (
          <p className="quiet panel-none">{t('editor.chooseOne')}</p>
        ) : (
          <div key={element.id}>
            <FindingList findings={here} />
            <Common modeler={modeler} element={element} choices={choices} fresh={fresh === element.id} />
            <Groups modeler={modeler} element={element} choices={choices} />
            <DrawGroup modeler={modeler} element={element} choices={choices} begun={setFresh} />
            <RestGroup modeler={modeler} element={element} choices={choices} />
          </div>
        )}
      </div>
    </NamingContext.Provider>
  );
}

/** All elements by name, so that one need not find them in the drawing, nor point at them. */
function Chooser({ modeler, chosen, show }: { modeler: Services; chosen: Element | null; show: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const kind = (one: Element) => {
    const type = subject(one).$type.replace('bpmn:', '');
    return i18n.exists(`editor.kind_${type}`) ? t(`editor.kind_${type}`) : type;
  };
  const all = drawn(modeler, (one) => one.type !== 'bpmn:Collaboration' && one.type !== 'label');
  return (
    <Select
      className="wide-field panel-chooser"
      aria-label={t('panel.choose')}
      placeholder={t('panel.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      value={chosen?.id ?? null}
      options={all.map((one) => ({
        value: one.id,
        label: one.businessObject.name || subject(one).name ? `${kind(one)} · ${subject(one).name ?? called(one)}` : `${kind(one)} · ${one.id}`,
      }))}
      onChange={(id: string | null) => id && show(id)}
    />
  );
}

const ACTIVITY = /Task$|SubProcess$|CallActivity$|Transaction$/;
const AUTOMATIC = /ServiceTask|BusinessRuleTask|CallActivity/;
const GATEWAY = /Gateway$/;
const EVENT = /Event$/;

function Groups(props: GroupProps) {
  const of = subject(props.element);
  const kind = of.$type.replace('bpmn:', '');
  const isAdHoc = kind === 'AdHocSubProcess';
  const isFlowNode = ACTIVITY.test(kind) || GATEWAY.test(kind) || EVENT.test(kind);
  const startsByForm = kind === 'StartEvent' && !hasEvent(of) && !inEventSubProcess(props.element);
  return (
    <>
      {kind === 'Process' && <ProcessGroup {...props} />}
      {(kind === 'UserTask' || isAdHoc) && <WhoGroup {...props} />}
      {kind === 'Lane' && <LaneGroup {...props} />}
      {(kind === 'UserTask' || startsByForm || (kind === 'StartEvent' && of.get('guicheng:formId'))) && <WhatGroup {...props} />}
      {AUTOMATIC.test(kind) && <AutomaticGroup {...props} />}
      {kind === 'UserTask' && <Approval {...props} />}
      {(kind === 'UserTask' || isAdHoc) && <TimeGroup {...props} />}
      {isAdHoc && <AdHocGroup {...props} />}
      {hasEvent(of) && <EventGroup {...props} />}
      {kind === 'SequenceFlow' && <FlowGroup {...props} />}
      {isFlowNode && kind !== 'EndEvent' && <WayGroup {...props} />}
      {ACTIVITY.test(kind) && <RepeatGroup {...props} />}
      <BasisGroup {...props} />
    </>
  );
}

/** What an event waits for or tells: one part for each of its definitions. */
import { useTranslation } from 'react-i18next';
import { change, expression, put, setExpression, subject, text } from '../facts';
import { ChoiceField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import type { Moddle } from '../types';
import { KINDS } from './definitions';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { Mappings } from './Mappings';
import { Reference } from './Reference';
import { Tick } from './Tick';
import { TimerField } from './TimerField';
import { called, drawn } from './WhoGroup';

const MESSAGE = 'bpmn:MessageEventDefinition';

function definitions(of: Moddle): Moddle[] {
  return (of.$type.endsWith('Event') ? (of.get('eventDefinitions') as Moddle[] | undefined) : undefined) ?? [];
}

export function hasEvent(of: Moddle): boolean {
  return definitions(of).length > 0 || of.$type === 'bpmn:SendTask' || of.$type === 'bpmn:ReceiveTask';
}

export function EventGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element } = props;
  const about = subject(element);
  const parts = definitions(about);
  const isTask = about.$type.endsWith('Task');
  const sends = ['bpmn:SendTask', 'bpmn:EndEvent', 'bpmn:IntermediateThrowEvent'].includes(about.$type);
  const talks = isTask || parts.some((one) => one.$type === MESSAGE);
  return (
    <Group name={sends ? 'tell' : 'wait'}>
      {isTask && <Reference {...props} user={about} />}
      {parts.map((one, place) => (
        <Definition key={place} {...props} part={one} />
      ))}
      {parts.length > 1 && !sends && (
        <Tick
          label={t('panel.parallelMultiple')}
          value={about.get('parallelMultiple') === true}
          onChange={(on) => change(modeler, element, { parallelMultiple: on })}
        />
      )}
      {talks && (
        <FeelField
          label={t('panel.correlationKey')}
          hint={t('panel.correlationHint')}
          value={text(about, 'guicheng:correlationKey')}
          onChange={(value) => change(modeler, element, { 'guicheng:correlationKey': value })}
        />
      )}
      {about.$type === 'bpmn:ReceiveTask' && (
        <Tick
          label={t('panel.instantiate')}
          value={about.get('instantiate') === true}
          onChange={(on) => change(modeler, element, { instantiate: on })}
        />
      )}
      {talks && sends && <Mappings {...props} type="guicheng:Input" title={t('editor.inputs')} hint={t('panel.sendHint')} />}
      {(talks || parts.some((one) => one.$type === 'bpmn:SignalEventDefinition')) && !sends && (
        <Mappings {...props} type="guicheng:Output" title={t('editor.outputs')} hint={t('panel.receiveHint')} />
      )}
    </Group>
  );
}

function Definition(props: GroupProps & { part: Moddle }) {
  const { t } = useTranslation();
  const { modeler, element, part } = props;
  if (part.$type in KINDS) return <Reference {...props} user={part} />;
  switch (part.$type) {
    case 'bpmn:TimerEventDefinition':
      return <TimerField {...props} timer={part} />;
    case 'bpmn:ConditionalEventDefinition':
      return (
        <FeelField
          bare
          label={t('editor.condition')}
          hint={t('panel.conditionalHint')}
          value={expression(part, 'condition')}
          onChange={(words) => setExpression(modeler, element, { of: part, name: 'condition' }, words)}
        />
      );
    case 'bpmn:LinkEventDefinition':
      return (
        <TextField
          label={t('panel.linkName')}
          hint={t('panel.linkHint')}
          value={text(part, 'name')}
          onChange={(name) => put(modeler, element, part, { name })}
        />
      );
    case 'bpmn:CompensateEventDefinition':
      return <Compensation {...props} />;
    default:
      return <p className="field-hint">{t(`panel.is_${part.$type.replace('bpmn:', '')}`, { defaultValue: part.$type })}</p>;
  }
}

function Compensation({ modeler, element, part }: GroupProps & { part: Moddle }) {
  const { t } = useTranslation();
  const activities = drawn(modeler, (one) => /Task$|SubProcess$|CallActivity$|Transaction$/.test(one.type));
  const chosen = part.get('activityRef') as Moddle | undefined;
  const throws = /Throw|End/.test(subject(element).$type);
  if (!throws) return <p className="field-hint">{t('panel.is_CompensateEventDefinition')}</p>;
  return (
    <>
      <ChoiceField
        label={t('panel.compensated')}
        value={chosen?.id ?? ''}
        free={t('panel.compensateAll')}
        options={activities.map((one) => ({ value: one.id, label: called(one) }))}
        onChange={(id) =>
          put(modeler, element, part, { activityRef: activities.find((one) => one.id === id)?.businessObject })
        }
      />
      <Tick
        label={t('panel.waitForCompletion')}
        value={part.get('waitForCompletion') !== false}
        onChange={(on) => put(modeler, element, part, { waitForCompletion: on })}
      />
    </>
  );
}

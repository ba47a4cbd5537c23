/** How it goes on: the ways out with their conditions, the usual one, and what joins here. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { change, expression, setExpression, subject, text } from '../facts';
import { ChoiceField } from '../fields';
import type { GroupProps } from '../Panel';
import type { Element, Moddle, Registry, Selection } from '../types';
import { Condition } from './Condition';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { Tick } from './Tick';

const CHOOSES = /Task$|SubProcess$|CallActivity$|Transaction$|ExclusiveGateway$|InclusiveGateway$|ComplexGateway$/;
const CONDITIONAL = /Task$|SubProcess$|CallActivity$|Transaction$|:ExclusiveGateway$|InclusiveGateway$|ComplexGateway$/;

function ways(of: Moddle): Moddle[] {
  return (of.get('outgoing') as Moddle[] | undefined) ?? [];
}

/** A flow: its condition, or that it is the usual way. */
export function FlowGroup({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  const source = about.get('sourceRef') as Moddle | undefined;
  const from = source && modeler.get<Registry>('elementRegistry').get(source.id ?? '');
  const condition = expression(about, 'conditionExpression');
  const isDefault = source?.get('default') === about;
  const mayChoose = Boolean(source && CONDITIONAL.test(source.$type));
  const usual = (on: boolean) => from && change(modeler, from, { default: on ? about : undefined });
  return (
    <Group name="way">
      {mayChoose && ways(source as Moddle).length > 1 && (
        <Tick label={t('panel.isDefault')} hint={t('panel.isDefaultHint')} value={isDefault} onChange={(on) => void usual(on)} />
      )}
      {mayChoose || condition ? (
        !isDefault || condition ? (
          <Condition
            value={condition}
            onChange={(words) => setExpression(modeler, element, { of: about, name: 'conditionExpression' }, words)}
          />
        ) : null
      ) : (
        <p className="field-hint">{t('panel.alwaysTaken')}</p>
      )}
    </Group>
  );
}

/** Of a gateway or an activity: its ways out, what several tokens do, and what is special. */
export function WayGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element } = props;
  const about = subject(element);
  const out = ways(about);
  const usual = about.get('default') as Moddle | undefined;
  const isActivity = /Task$|SubProcess$|CallActivity$|Transaction$/.test(about.$type);
  return (
    <Group name={about.$type.endsWith('Gateway') ? 'choice' : 'ways'} said={out.length > 1 && t('panel.ways', { count: out.length })}>
      <Out {...props} out={out} usual={usual} />
      {CHOOSES.test(about.$type) && out.length > 1 && (
        <ChoiceField
          label={t('panel.default')}
          hint={t('panel.isDefaultHint')}
          value={usual?.id ?? ''}
          free={t('panel.noDefault')}
          options={out.map((one) => ({ value: one.id ?? '', label: wayName(one) }))}
          onChange={(id) => change(modeler, element, { default: out.find((one) => one.id === id) })}
        />
      )}
      <Special {...props} />
      {((about.get('incoming') as Moddle[] | undefined)?.length ?? 0) > 1 && (
        <Tick
          label={t('panel.multiMerge')}
          hint={t('panel.multiMergeHint')}
          value={about.get('guicheng:multiMerge') === true}
          onChange={(on) => change(modeler, element, { 'guicheng:multiMerge': on || undefined })}
        />
      )}
      {isActivity && (
        <Tick
          label={t('panel.isForCompensation')}
          hint={t('panel.isForCompensationHint')}
          value={about.get('isForCompensation') === true}
          onChange={(on) => change(modeler, element, { isForCompensation: on })}
        />
      )}
    </Group>
  );
}

function wayName(flow: Moddle): string {
  const target = flow.get('targetRef') as Moddle | undefined;
  const to = target ? text(target, 'name') || target.id : '';
  return text(flow, 'name') ? `${text(flow, 'name')} → ${to}` : `→ ${to}`;
}

function Out({ modeler, out, usual }: GroupProps & { out: Moddle[]; usual: Moddle | undefined }) {
  const { t } = useTranslation();
  const open = (id: string) => {
    const flow = modeler.get<Registry>('elementRegistry').get(id);
    if (flow) modeler.get<Selection>('selection').select(flow);
  };
  if (out.length === 0) return <p className="field-hint">{t('panel.noWay')}</p>;
  return (
    <ul className="ways">
      {out.map((one) => (
        <li key={one.id}>
          <Button type="link" size="small" onClick={() => open(one.id ?? '')}>
            {wayName(one)}
          </Button>
          <span className="field-hint">
            {one === usual ? t('panel.usual') : <code>{expression(one, 'conditionExpression')}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What only some kinds have. */
function Special({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  switch (about.$type) {
    case 'bpmn:ComplexGateway':
      return (
        <FeelField
          bare
          label={t('panel.activation')}
          hint={t('panel.activationHint')}
          value={expression(about, 'activationCondition')}
          onChange={(words) => setExpression(modeler, element, { of: about, name: 'activationCondition' }, words)}
        />
      );
    case 'bpmn:EventBasedGateway':
      return (
        <>
          <Tick
            label={t('panel.instantiate')}
            value={about.get('instantiate') === true}
            onChange={(on) => change(modeler, element, { instantiate: on })}
          />
          {about.get('instantiate') === true && (
            <ChoiceField
              label={t('panel.eventGatewayType')}
              value={text(about, 'eventGatewayType')}
              options={['Exclusive', 'Parallel'].map((one) => ({ value: one, label: t(`panel.gateway_${one}`) }))}
              onChange={(value) => change(modeler, element, { eventGatewayType: value })}
            />
          )}
        </>
      );
    case 'bpmn:BoundaryEvent':
      return (
        <Tick
          label={t('panel.cancelActivity')}
          hint={t('panel.cancelActivityHint')}
          value={about.get('cancelActivity') !== false}
          onChange={(on) => change(modeler, element, { cancelActivity: on })}
        />
      );
    case 'bpmn:StartEvent':
      return inEventSubProcess(element) ? (
        <Tick
          label={t('panel.isInterrupting')}
          hint={t('panel.isInterruptingHint')}
          value={about.get('isInterrupting') !== false}
          onChange={(on) => change(modeler, element, { isInterrupting: on })}
        />
      ) : null;
    default:
      return null;
  }
}

export function inEventSubProcess(element: Element): boolean {
  return element.businessObject.$parent?.get('triggeredByEvent') === true;
}

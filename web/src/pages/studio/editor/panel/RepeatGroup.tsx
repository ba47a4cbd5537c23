/** How often it is done: once, once for each of a list, or again and again. */
import { useTranslation } from 'react-i18next';
import { change, expression, put, setExpression, subject, text } from '../facts';
import { ChoiceField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import type { Factory, Moddle } from '../types';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { NameField } from './NameField';
import { Tick } from './Tick';

const MULTIPLE = 'bpmn:MultiInstanceLoopCharacteristics';
const LOOP = 'bpmn:StandardLoopCharacteristics';
const KINDS = ['parallel', 'sequential', 'loop'];

export function repeated(of: Moddle): string {
  const marker = of.get('loopCharacteristics') as Moddle | undefined;
  if (!marker) return '';
  if (marker.$type === LOOP) return 'loop';
  return marker.get('isSequential') ? 'sequential' : 'parallel';
}

export function RepeatGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element } = props;
  const about = subject(element);
  const marker = about.get('loopCharacteristics') as Moddle | undefined;
  const kind = repeated(about);
  const choose = (wanted: string) => {
    if (marker?.$type === MULTIPLE && (wanted === 'parallel' || wanted === 'sequential')) {
      put(modeler, element, marker, { isSequential: wanted === 'sequential' });
      return;
    }
    const made = wanted
      ? modeler.get<Factory>('bpmnFactory').create(wanted === 'loop' ? LOOP : MULTIPLE, wanted === 'sequential' ? { isSequential: true } : {})
      : undefined;
    if (made) made.$parent = about;
    change(modeler, element, { loopCharacteristics: made });
  };
  return (
    <Group name="repeat" said={t(kind ? `panel.repeat_${kind}` : 'panel.repeat_once')}>
      <ChoiceField
        label={t('panel.repeat')}
        hint={about.$type === 'bpmn:UserTask' && t('panel.repeatHint')}
        value={kind}
        free={t('panel.repeat_once')}
        options={KINDS.map((one) => ({ value: one, label: t(`panel.repeat_${one}`) }))}
        onChange={choose}
      />
      {marker?.$type === MULTIPLE && <Multiple {...props} marker={marker} />}
      {marker?.$type === LOOP && <Loop {...props} marker={marker} />}
    </Group>
  );
}

function Multiple({ modeler, element, marker }: GroupProps & { marker: Moddle }) {
  const { t } = useTranslation();
  const set = (name: string) => (value: string) => put(modeler, element, marker, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(marker, `guicheng:${name}`);
  const feel = (name: string) => (words: string) => setExpression(modeler, element, { of: marker, name }, words);
  const byList = Boolean(value('collection'));
  const byNumber = Boolean(expression(marker, 'loopCardinality'));
  return (
    <>
      {!byNumber && (
        <FeelField label={t('panel.collection')} hint={t('panel.collectionHint')} value={value('collection')} onChange={set('collection')} />
      )}
      {!byList && (
        <FeelField
          bare
          label={t('panel.cardinality')}
          hint={t('panel.cardinalityHint')}
          value={expression(marker, 'loopCardinality')}
          onChange={feel('loopCardinality')}
        />
      )}
      <NameField label={t('panel.inputItem')} hint={t('panel.inputItemHint')} value={value('inputItem')} onChange={set('inputItem')} />
      <NameField label={t('panel.outputItem')} value={value('outputItem')} onChange={set('outputItem')} />
      <NameField
        label={t('panel.outputCollection')}
        hint={t('panel.outputCollectionHint')}
        value={value('outputCollection')}
        onChange={set('outputCollection')}
      />
      <FeelField
        bare
        label={t('panel.completionCondition')}
        hint={t('panel.completionHint')}
        value={expression(marker, 'completionCondition')}
        onChange={feel('completionCondition')}
      />
    </>
  );
}

function Loop({ modeler, element, marker }: GroupProps & { marker: Moddle }) {
  const { t } = useTranslation();
  return (
    <>
      <FeelField
        bare
        label={t('panel.loopCondition')}
        value={expression(marker, 'loopCondition')}
        onChange={(words) => setExpression(modeler, element, { of: marker, name: 'loopCondition' }, words)}
      />
      <Tick
        label={t('panel.testBefore')}
        value={marker.get('testBefore') === true}
        onChange={(on) => put(modeler, element, marker, { testBefore: on })}
      />
      <TextField
        label={t('panel.loopMaximum')}
        value={text(marker, 'loopMaximum')}
        onChange={(words) => {
          const number = Number(words);
          if (!words || (Number.isInteger(number) && number > 0)) {
            put(modeler, element, marker, { loopMaximum: words ? number : undefined });
          }
        }}
      />
    </>
  );
}

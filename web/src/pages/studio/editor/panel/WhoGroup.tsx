/** Who does it: people, and who may not. */
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../../i18n';
import { named } from '../choices';
import { change, children, subject, text } from '../facts';
import { ChoiceField, SeveralField } from '../fields';
import type { GroupProps } from '../Panel';
import type { Element, Registry, Services } from '../types';
import { Assignments } from './Assignments';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { RoleChoice } from './RoleChoice';

/** What an element is called in a list; what is drawn once more as a label is left out. */
export function drawn(modeler: Services, wanted: (element: Element) => boolean): Element[] {
  return modeler
    .get<Registry>('elementRegistry')
    .filter((one) => !one.labelTarget && wanted(one))
    .sort((one, two) => (one.x ?? 0) - (two.x ?? 0));
}

export function called(element: Element): string {
  return String(element.businessObject.name || element.id);
}

export function WhoGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element, choices } = props;
  const about = subject(element);
  const isTask = about.$type === 'bpmn:UserTask';
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const others = drawn(modeler, (one) => one.type === 'bpmn:UserTask' && one.id !== element.id);
  const choose = (name: string, words: string[]) =>
    words.map((one) => ({ value: one, label: t(`editor.${name}_${one}`) }));
  return (
    <Group name="who" said={t('panel.rules', { count: children(about, 'guicheng:Assignment').length })}>
      <Assignments {...props} />
      <SeveralField
        label={t('editor.separateFrom')}
        hint={t('panel.separateHint')}
        free={t('editor.separateFromHint')}
        value={value('separateFrom').split(/\s+/).filter(Boolean)}
        options={[
          { value: 'initiator', label: t('editor.assign_initiator') },
          ...others.map((one) => ({ value: one.id, label: called(one) })),
        ]}
        onChange={(chosen) => set('separateFrom')(chosen.join(' '))}
      />
      {isTask && (
        <>
          <ChoiceField
            label={t('editor.sameAsInitiator')}
            value={value('sameAsInitiator')}
            free={t('editor.same_self')}
            options={choose('same', ['self', 'superior', 'skip', 'administrator'])}
            onChange={set('sameAsInitiator')}
          />
          <ChoiceField
            label={t('panel.samePerson')}
            value={value('samePerson')}
            free={t('panel.again_never')}
            options={['never', 'once', 'consecutive'].map((one) => ({ value: one, label: t(`panel.again_${one}`) }))}
            onChange={set('samePerson')}
          />
        </>
      )}
      <RoleChoice
        label={t('editor.nobodyFound')}
        value={value('nobodyFound')}
        prefix="role:"
        free={t('editor.nobody_incident')}
        options={choose('nobody', isTask ? ['incident', 'administrator', 'skip'] : ['incident', 'administrator'])}
        choices={choices}
        onChange={set('nobodyFound')}
      />
      {isTask && (value('skipData') || mayBeSkipped(value)) && (
        <FeelField
          label={t('panel.skipData')}
          hint={t('panel.skipDataHint')}
          value={value('skipData')}
          onChange={set('skipData')}
        />
      )}
    </Group>
  );
}

function mayBeSkipped(value: (name: string) => string): boolean {
  return (
    value('nobodyFound') === 'skip' ||
    value('sameAsInitiator') === 'skip' ||
    ['once', 'consecutive'].includes(value('samePerson'))
  );
}

export function LaneGroup({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <Group name="who">
      <ChoiceField
        label={t('editor.laneRole')}
        hint={t('editor.laneRoleHint')}
        value={text(subject(element), 'guicheng:role')}
        options={named(choices.roles, lang)}
        onChange={(value) => change(modeler, element, { 'guicheng:role': value })}
      />
    </Group>
  );
}

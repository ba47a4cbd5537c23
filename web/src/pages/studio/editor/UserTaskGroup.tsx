/** Whose work it is, with which form, how several decide, and what they may do. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Approval } from './Approval';
import { Assignments } from './Assignments';
import { plain } from './choices';
import { change, subject, text } from './facts';
import { ChoiceField, SeveralField } from './fields';
import type { GroupProps } from './Panel';
import type { Registry } from './types';

const ACTIONS = [
  'claim',
  'release',
  'transfer',
  'delegate',
  'add-sign',
  'remove-sign',
  'return',
  'take-back',
  'urge',
  'copy',
];

export function UserTaskGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element, choices, of } = props;
  const about = subject(element);
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const form = value('formId');
  const isTask = about.$type === 'bpmn:UserTask';
  const others = modeler
    .get<Registry>('elementRegistry')
    .filter((one) => one.type === 'bpmn:UserTask' && one.id !== element.id);
  const choose = (name: string, words: string[]) =>
    words.map((one) => ({ value: one, label: t(`editor.${name}_${one}`) }));
  return (
    <section className="panel-group">
      <h3>{t(isTask ? 'editor.group_work' : 'editor.group_start')}</h3>
      <ChoiceField
        label={t('editor.form')}
        value={form}
        options={plain(choices.forms)}
        hint={form && <Link to={`/studio/${encodeURIComponent(of)}/forms/${encodeURIComponent(form)}`}>{t('editor.openForm')}</Link>}
        onChange={set('formId')}
      />
      {isTask && (
        <>
          <Assignments {...props} />
          <Approval {...props} />
          <ChoiceField
            label={t('editor.opinion')}
            value={value('opinion')}
            free={t('editor.opinion_optional')}
            options={choose('opinion', ['optional', 'required', 'on-refusal', 'none'])}
            onChange={set('opinion')}
          />
          <SeveralField
            label={t('editor.actions')}
            free={t('editor.actionsHint')}
            value={value('actions').split(/\s+/).filter(Boolean)}
            options={[...choose('action', ACTIONS), { value: 'none', label: t('editor.action_none') }]}
            onChange={(chosen) => set('actions')(chosen.join(' '))}
          />
          <SeveralField
            label={t('editor.separateFrom')}
            free={t('editor.separateFromHint')}
            value={value('separateFrom').split(/\s+/).filter(Boolean)}
            options={[
              { value: 'initiator', label: t('editor.assign_initiator') },
              ...others.map((one) => ({ value: one.id, label: one.businessObject.name || one.id })),
            ]}
            onChange={(chosen) => set('separateFrom')(chosen.join(' '))}
          />
          <ChoiceField
            label={t('editor.sameAsInitiator')}
            value={value('sameAsInitiator')}
            free={t('editor.same_self')}
            options={choose('same', ['self', 'superior', 'skip', 'administrator'])}
            onChange={set('sameAsInitiator')}
          />
          <ChoiceField
            label={t('editor.nobodyFound')}
            value={value('nobodyFound')}
            free={t('editor.nobody_incident')}
            options={choose('nobody', ['incident', 'administrator', 'skip'])}
            onChange={set('nobodyFound')}
          />
        </>
      )}
    </section>
  );
}

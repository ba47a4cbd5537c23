/** How several people decide one task: the mode, what counts as agreeing, what a refusal does. */
import { useTranslation } from 'react-i18next';
import { children, setChildren, subject, text } from '../facts';
import { ChoiceField, SeveralField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { NameField } from './NameField';
import { useNaming } from './scope';
import { called, drawn } from './WhoGroup';

const TYPE = 'guicheng:Approval';
const PARTS = ['mode', 'threshold', 'weights', 'decision', 'agree', 'onReject', 'resultVariable'];
const MODES = ['single', 'all', 'any', 'ratio', 'sequential'];
const EFFECTS = ['continue', 'end', 'initiator'];

export function Approval(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element } = props;
  const { scope } = useNaming();
  const about = subject(element);
  const [found] = children(about, TYPE);
  const now = Object.fromEntries(PARTS.map((one) => [one, found ? text(found, one) : '']));
  const put = (part: string) => (value: string) => {
    const next = { ...now, [part]: value };
    const isEmpty = PARTS.every((one) => !next[one]);
    setChildren(modeler, element, TYPE, isEmpty || (part === 'mode' && !value) ? [] : [next]);
  };
  const fields = scope?.forms[text(about, 'guicheng:formId')] ?? [];
  const decisive = fields.filter((one) => ['radio', 'select', 'checkbox'].includes(one.type));
  const values = decisive.find((one) => one.path === now.decision)?.values ?? [];
  const mode = now.mode ?? '';
  return (
    <Group name="decide" said={t(mode ? `editor.mode_${mode}` : 'editor.approvalNone')}>
      <ChoiceField
        label={t('editor.approval')}
        value={mode}
        free={t('editor.approvalNone')}
        hint={mode && t(`panel.mode_${mode}`, { defaultValue: '' })}
        options={MODES.map((one) => ({ value: one, label: t(`editor.mode_${one}`) }))}
        onChange={put('mode')}
      />
      {found && (
        <>
          {(mode === 'ratio' || now.threshold) && (
            <TextField
              label={t('editor.threshold')}
              hint={t('panel.thresholdHint')}
              value={now.threshold ?? ''}
              onChange={put('threshold')}
            />
          )}
          {(mode === 'ratio' || now.weights) && (
            <FeelField label={t('panel.weights')} hint={t('panel.weightsHint')} value={now.weights ?? ''} onChange={put('weights')} />
          )}
          <ChoiceField
            label={t('editor.decision')}
            hint={t('editor.decisionHint')}
            value={now.decision ?? ''}
            free={t('panel.noDecision')}
            options={decisive.map((one) => ({ value: one.path, label: `${one.zh || one.path} · ${one.path}` }))}
            onChange={put('decision')}
          />
          {values.length > 0 ? (
            <SeveralField
              label={t('editor.agree')}
              free="true"
              value={(now.agree ?? '').split(/\s+/).filter(Boolean)}
              options={values.map((one) => ({ value: one, label: one }))}
              onChange={(chosen) => put('agree')(chosen.join(' '))}
            />
          ) : (
            <TextField label={t('editor.agree')} hint={t('panel.agreeHint')} value={now.agree ?? ''} onChange={put('agree')} />
          )}
          <OnReject {...props} value={now.onReject ?? ''} put={put('onReject')} />
          <NameField
            label={t('panel.approvalResult')}
            hint={t('panel.approvalResultHint')}
            value={now.resultVariable ?? ''}
            onChange={put('resultVariable')}
          />
        </>
      )}
    </Group>
  );
}

const ACTIVITIES = /Task$|SubProcess$|CallActivity$/;

function OnReject({ modeler, element, value, put }: GroupProps & { value: string; put: (value: string) => void }) {
  const { t } = useTranslation();
  const before = drawn(
    modeler,
    (one) => ACTIVITIES.test(one.type) && one.id !== element.id && one.parent === element.parent,
  );
  return (
    <ChoiceField
      label={t('editor.onReject')}
      value={value}
      free={t('editor.reject_continue')}
      options={[
        ...EFFECTS.map((one) => ({ value: one, label: t(`editor.reject_${one}`) })),
        ...before.map((one) => ({ value: `node:${one.id}`, label: t('panel.backTo', { name: called(one) }) })),
      ]}
      onChange={put}
    />
  );
}

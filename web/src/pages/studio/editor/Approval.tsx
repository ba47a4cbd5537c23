/** How several people decide one task. */
import { useTranslation } from 'react-i18next';
import { children, setChildren, subject, text } from './facts';
import { ChoiceField, TextField } from './fields';
import type { GroupProps } from './Panel';

const TYPE = 'guicheng:Approval';
const PARTS = ['mode', 'threshold', 'weights', 'decision', 'agree', 'onReject', 'resultVariable'];
const MODES = ['single', 'all', 'any', 'ratio', 'sequential'];
const EFFECTS = ['continue', 'end', 'initiator'];

export function Approval({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const [found] = children(subject(element), TYPE);
  const now = Object.fromEntries(PARTS.map((one) => [one, found ? text(found, one) : '']));
  const put = (part: string, value: string) => {
    const next = { ...now, [part]: value };
    const isEmpty = PARTS.every((one) => !next[one]);
    setChildren(modeler, element, TYPE, isEmpty || (part === 'mode' && !value) ? [] : [next]);
  };
  return (
    <>
      <ChoiceField
        label={t('editor.approval')}
        value={now.mode ?? ''}
        free={t('editor.approvalNone')}
        options={MODES.map((one) => ({ value: one, label: t(`editor.mode_${one}`) }))}
        onChange={(value) => put('mode', value)}
      />
      {found && (
        <div className="panel-inner">
          {now.mode === 'ratio' && (
            <TextField
              label={t('editor.threshold')}
              hint={t('editor.thresholdHint')}
              value={now.threshold ?? ''}
              onChange={(value) => put('threshold', value)}
            />
          )}
          <TextField
            label={t('editor.decision')}
            hint={t('editor.decisionHint')}
            value={now.decision ?? ''}
            onChange={(value) => put('decision', value)}
          />
          <TextField
            label={t('editor.agree')}
            value={now.agree ?? ''}
            onChange={(value) => put('agree', value)}
          />
          <ChoiceField
            label={t('editor.onReject')}
            value={now.onReject ?? ''}
            free={t('editor.reject_continue')}
            options={EFFECTS.map((one) => ({ value: one, label: t(`editor.reject_${one}`) }))}
            onChange={(value) => put('onReject', value)}
          />
        </div>
      )}
    </>
  );
}

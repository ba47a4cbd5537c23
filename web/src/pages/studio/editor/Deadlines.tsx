/** When a task is due, and what happens when time passes. */
import { useTranslation } from 'react-i18next';
import { change, subject, text } from './facts';
import { ChoiceField, FeelField } from './fields';
import type { GroupProps } from './Panel';

export function Deadlines({ modeler, element, of }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const action = value('timeoutAction');
  return (
    <section className="panel-group">
      <h3>{t('editor.group_time')}</h3>
      <FeelField of={of} label={t('editor.due')} hint={t('editor.dueHint')} value={value('due')} onChange={set('due')} />
      <FeelField of={of} label={t('editor.reminder')} value={value('reminder')} onChange={set('reminder')} />
      <FeelField of={of} label={t('editor.escalation')} value={value('escalation')} onChange={set('escalation')} />
      <FeelField of={of} label={t('editor.timeout')} value={value('timeout')} onChange={set('timeout')} />
      {value('timeout') && (
        <ChoiceField
          label={t('editor.timeoutAction')}
          value={action}
          free={t('editor.timeout_remind')}
          options={['remind', 'pass', 'reject'].map((one) => ({ value: one, label: t(`editor.timeout_${one}`) }))}
          onChange={set('timeoutAction')}
        />
      )}
      {(action === 'pass' || action === 'reject') && (
        <FeelField of={of} label={t('editor.timeoutData')} value={value('timeoutData')} onChange={set('timeoutData')} />
      )}
    </section>
  );
}

/** How long it may take, how urgent it is, and what happens when time passes. */
import { useTranslation } from 'react-i18next';
import { change, children, subject, text } from '../facts';
import { TextField } from '../fields';
import type { GroupProps } from '../Panel';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { MomentField } from './MomentField';
import type { Unit } from './moments';
import { RoleChoice } from './RoleChoice';

const UNITS: Unit[] = ['workdays', 'work-hours', 'days', 'hours'];
const MOMENTS = ['reminder', 'escalation', 'timeout'];

export function TimeGroup({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  const isTask = about.$type === 'bpmn:UserTask';
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const action = value('timeoutAction');
  const [approval] = children(about, 'guicheng:Approval');
  const inTurn = approval && text(approval, 'mode') === 'sequential';
  const count = ['due', ...MOMENTS].filter((one) => value(one)).length;
  return (
    <Group name="time" said={count > 0 && t('panel.times', { count })}>
      <MomentField label={t('editor.due')} hint={t('editor.dueHint')} units={UNITS} value={value('due')} onChange={set('due')} />
      <p className="field-hint">{t('panel.calendarHint')}</p>
      <TextField label={t('panel.priority')} hint={t('panel.priorityHint')} value={value('priority')} onChange={set('priority')} />
      {isTask && inTurn && !MOMENTS.some((one) => value(one)) && <p className="field-hint">{t('panel.noTimesInTurn')}</p>}
      {isTask &&
        MOMENTS.filter((one) => !inTurn || value(one)).map((one) => (
          <MomentField
            key={one}
            label={t(`editor.${one}`)}
            hint={t(`panel.${one}Hint`)}
            units={UNITS}
            value={value(one)}
            onChange={set(one)}
          />
        ))}
      {(value('timeout') || action) && (
        <RoleChoice
          label={t('editor.timeoutAction')}
          value={action}
          prefix="hand-over:role:"
          free={t('editor.timeout_remind')}
          options={['remind', 'pass', 'reject'].map((one) => ({ value: one, label: t(`editor.timeout_${one}`) }))}
          choices={choices}
          onChange={set('timeoutAction')}
        />
      )}
      {(action === 'pass' || action === 'reject' || value('timeoutData')) && (
        <FeelField
          label={t('editor.timeoutData')}
          hint={t('panel.timeoutDataHint')}
          value={value('timeoutData')}
          onChange={set('timeoutData')}
        />
      )}
    </Group>
  );
}

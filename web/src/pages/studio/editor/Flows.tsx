/** Conditions of flows, roles of lanes, times of timer events. */
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../i18n';
import { named } from './choices';
import { change, expression, setExpression, subject, text, timerOf } from './facts';
import { ChoiceField, FeelField } from './fields';
import type { GroupProps } from './Panel';

const TIMES = ['timeDuration', 'timeDate', 'timeCycle'];

export function FlowGroup({ modeler, element, of }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  return (
    <section className="panel-group">
      <h3>{t('editor.group_flow')}</h3>
      <FeelField
        bare
        of={of}
        label={t('editor.condition')}
        hint={t('editor.conditionHint')}
        value={expression(about, 'conditionExpression')}
        onChange={(words) =>
          setExpression(modeler, element, { of: about, name: 'conditionExpression' }, words)
        }
      />
    </section>
  );
}

export function LaneGroup({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <section className="panel-group">
      <ChoiceField
        label={t('editor.laneRole')}
        hint={t('editor.laneRoleHint')}
        value={text(subject(element), 'guicheng:role')}
        options={named(choices.roles, lang)}
        onChange={(value) => change(modeler, element, { 'guicheng:role': value })}
      />
    </section>
  );
}

export function TimerGroup({ modeler, element, of }: GroupProps) {
  const { t } = useTranslation();
  const timer = timerOf(subject(element));
  if (!timer) return null;
  return (
    <section className="panel-group">
      <h3>{t('editor.group_timer')}</h3>
      {TIMES.map((name) => (
        <FeelField
          bare
          key={name}
          of={of}
          label={t(`editor.${name}`)}
          value={expression(timer, name)}
          onChange={(words) => setExpression(modeler, element, { of: timer, name }, words)}
        />
      ))}
    </section>
  );
}

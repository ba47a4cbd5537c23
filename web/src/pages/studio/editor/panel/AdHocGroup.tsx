/** An ad hoc sub-process: in which order its activities are done, and when it is finished. */
import { useTranslation } from 'react-i18next';
import { change, expression, setExpression, subject, text } from '../facts';
import { ChoiceField } from '../fields';
import type { GroupProps } from '../Panel';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { Tick } from './Tick';

const ORDERS = ['Parallel', 'Sequential'];

export function AdHocGroup({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const about = subject(element);
  return (
    <Group name="adhoc">
      <ChoiceField
        label={t('panel.ordering')}
        value={text(about, 'ordering')}
        free={t('panel.ordering_Parallel')}
        options={ORDERS.map((one) => ({ value: one, label: t(`panel.ordering_${one}`) }))}
        onChange={(value) => change(modeler, element, { ordering: value })}
      />
      <FeelField
        bare
        label={t('panel.completionCondition')}
        hint={t('panel.adHocDone')}
        value={expression(about, 'completionCondition')}
        onChange={(words) => setExpression(modeler, element, { of: about, name: 'completionCondition' }, words)}
      />
      <Tick
        label={t('panel.cancelRemaining')}
        value={about.get('cancelRemainingInstances') !== false}
        onChange={(on) => change(modeler, element, { cancelRemainingInstances: on })}
      />
    </Group>
  );
}

/** Leads to one of the steps by what was done in it. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/audit';
import { useSaid } from '../../i18n/said';

interface Props {
  steps: ReplayStep[];
  number: number;
  goTo: (number: number) => void;
}

export function JumpTo({ steps, number, goTo }: Props) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <Select
      className="player-jump"
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('replay.jump')}
      placeholder={t('replay.jump')}
      value={null}
      onChange={(step: number) => goTo(step)}
      options={steps.map((step) => ({
        value: step.number,
        label: `${step.number} · ${said(step)}`,
        disabled: step.number === number,
      }))}
      popupMatchSelectWidth={false}
    />
  );
}

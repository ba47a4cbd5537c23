/** The field for a new value, in the shape of the figure: a switch, a choice, a number, a text. */
import { Input, Segmented, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../../api/figures';
import { useLang } from '../../../i18n';

const HINTED = ['duration', 'time', 'cron'];

interface Props {
  figure: Figure;
  value: string;
  change: (value: string) => void;
}

export function FigureInput({ figure, value, change }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const label = t('figure.next');
  if (figure.shape === 'boolean') {
    return (
      <label className="switch">
        <Switch checked={value === 'true'} onChange={(on) => change(String(on))} />
        {t(value === 'true' ? 'figure.on' : 'figure.off')}
      </label>
    );
  }
  if (figure.options) {
    return (
      <div className="field">
        <span className="field-label">{label}</span>
        <Segmented
          aria-label={label}
          value={value}
          onChange={change}
          options={figure.options.map((one) => ({
            value: one.value,
            label: lang === 'en' ? one.en : one.zh,
          }))}
        />
      </div>
    );
  }
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <Input
        value={value}
        maxLength={400}
        inputMode={figure.shape === 'number' ? 'decimal' : 'text'}
        suffix={figure.unit ? t(`figure.unit.${figure.unit}`, { defaultValue: '' }) : null}
        onChange={(event) => change(event.target.value)}
      />
      {HINTED.includes(figure.unit) && (
        <span className="quiet">{t(`figure.hint.${figure.unit}`)}</span>
      )}
    </label>
  );
}

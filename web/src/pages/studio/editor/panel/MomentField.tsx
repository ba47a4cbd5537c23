/** A time from now in a number and a unit; a formula for whatever is said otherwise. */
import { AutoComplete, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { feelOf, isAmount, waitOf, type Unit } from './moments';
import { FeelField } from './FeelField';
import { useNaming } from './scope';
import { useTyped } from './typed';

interface Props {
  label: string;
  value: string;
  units: Unit[];
  bare?: boolean;
  hint?: string;
  onChange: (text: string) => void;
}

export function MomentField({ label, value, units, bare, hint, onChange }: Props) {
  const { t } = useTranslation();
  const feel = bare ? value : value.trim().replace(/^=/, '');
  const wait = waitOf(feel);
  const [formula, setFormula] = useState(false);
  const isSimple = !formula && (!value || (wait !== null && units.includes(wait.unit)));
  const [unit, setUnit] = useState<Unit>(wait?.unit ?? (units[0] as Unit));
  const put = (amount: string, of: Unit) => {
    setUnit(of);
    const said = amount.trim() ? feelOf({ amount: amount.trim(), unit: of }) : '';
    onChange(said && !bare ? `= ${said}` : said);
  };
  return (
    <div className="either">
      {isSimple ? (
        <fieldset className="panel-list">
          <legend className="field-label">{label}</legend>
          <div className="panel-pair">
            <Amount label={label} value={wait?.amount ?? ''} put={(amount) => put(amount, wait?.unit ?? unit)} />
            <Select
              aria-label={t('panel.unitOf', { what: label })}
              value={wait?.unit ?? unit}
              options={units.map((one) => ({ value: one, label: t(`panel.unit_${one}`) }))}
              onChange={(chosen: Unit) => (wait ? put(wait.amount, chosen) : setUnit(chosen))}
            />
          </div>
        </fieldset>
      ) : (
        <FeelField label={label} value={value} bare={Boolean(bare)} hint={hint} onChange={onChange} />
      )}
      {(wait !== null || !value) && (
        <Button type="link" size="small" className="panel-switch" onClick={() => setFormula(!formula)}>
          {t(isSimple ? 'panel.asFormula' : 'panel.asNumber')}
        </Button>
      )}
    </div>
  );
}

function Amount({ label, value, put }: { label: string; value: string; put: (amount: string) => void }) {
  const { t } = useTranslation();
  const { parameters } = useNaming();
  const { typed, type, leave } = useTyped(value, (text) => {
    if (!text.trim() || isAmount(text)) put(text);
  });
  const isWrong = Boolean(typed.trim()) && !isAmount(typed);
  const like = parameters.filter((one) => typed && !/^\d/.test(typed) && `parameters.${one}`.includes(typed));
  return (
    <AutoComplete
      aria-label={label}
      aria-invalid={isWrong}
      status={isWrong ? 'error' : ''}
      value={typed}
      placeholder={t('panel.amount')}
      options={like.slice(0, 12).map((one) => ({ value: `parameters.${one}` }))}
      popupMatchSelectWidth={false}
      onChange={(text: string) => type(text)}
      onBlur={leave}
    />
  );
}

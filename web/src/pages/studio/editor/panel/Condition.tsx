/** When a way is taken: a comparison of one thing with one value, or a formula. */
import { AutoComplete, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../../i18n';
import { comparing, comparisonOf, OPERATORS, type Comparison, type Operator } from './comparison';
import { FeelField } from './FeelField';
import { useNaming } from './scope';
import { useTyped } from './typed';

interface Props {
  value: string;
  onChange: (feel: string) => void;
}

const EMPTY: Comparison = { name: '', operator: '=', value: '' };

export function Condition({ value, onChange }: Props) {
  const { t } = useTranslation();
  const read = comparisonOf(value);
  const [formula, setFormula] = useState(false);
  const isSimple = !formula && (read !== null || !value);
  return (
    <div className="either">
      {isSimple ? (
        <Comparing key={value ? 'said' : 'new'} now={read ?? EMPTY} onChange={onChange} />
      ) : (
        <FeelField bare label={t('editor.condition')} hint={t('editor.conditionHint')} value={value} onChange={onChange} />
      )}
      {(read !== null || !value) && (
        <Button type="link" size="small" className="panel-switch" onClick={() => setFormula(!formula)}>
          {t(isSimple ? 'panel.asFormula' : 'panel.asComparison')}
        </Button>
      )}
    </div>
  );
}

function Comparing({ now, onChange }: { now: Comparison; onChange: (feel: string) => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { scope, parameters } = useNaming();
  const [draft, setDraft] = useState(now);
  const names = scope?.names ?? [];
  const field = names.find((one) => one.name === draft.name);
  const put = (part: Partial<Comparison>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (next.name && next.value) onChange(comparing(next, field?.type ?? ''));
  };
  const said = (one: { name: string; zh: string; en: string }) => (lang === 'zh' ? one.zh : one.en) || one.zh;
  const isKnown = !draft.name || names.some((one) => one.name === draft.name);
  const values = field?.type === 'checkbox' ? ['true', 'false'] : (field?.values ?? []);
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{t('editor.condition')}</legend>
      <Select
        aria-label={t('panel.compared')}
        className="wide-field"
        showSearch={{ optionFilterProp: 'label' }}
        value={draft.name || null}
        placeholder={t('panel.comparedHint')}
        options={[
          ...(isKnown ? [] : [{ value: draft.name, label: draft.name }]),
          ...names.map((one) => ({ value: one.name, label: said(one) ? `${said(one)} · ${one.name}` : one.name })),
        ]}
        onChange={(name: string) => put({ name, value: '' })}
      />
      <div className="panel-pair">
        <Select
          aria-label={t('panel.operator')}
          value={draft.operator}
          options={OPERATORS.map((one) => ({ value: one, label: t(`panel.operator_${OPERATORS.indexOf(one)}`) }))}
          onChange={(operator: Operator) => put({ operator })}
        />
        <Value
          value={draft.value}
          options={[...values, ...parameters.map((one) => `parameters.${one}`)]}
          onChange={(value) => put({ value })}
        />
      </div>
      {!now.name && (!draft.name || !draft.value) && <p className="field-hint">{t('panel.conditionNone')}</p>}
      {now.name && (
        <Button size="small" onClick={() => onChange('')}>
          {t('panel.noCondition')}
        </Button>
      )}
    </fieldset>
  );
}

function Value({ value, options, onChange }: { value: string; options: string[]; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const { typed, type, leave } = useTyped(value, onChange);
  const found = options.filter((one) => !one.startsWith('parameters.') || (typed.length > 1 && one.includes(typed)));
  return (
    <AutoComplete
      aria-label={t('editor.value')}
      value={typed}
      placeholder={t('editor.value')}
      options={found.slice(0, 20).map((one) => ({ value: one }))}
      popupMatchSelectWidth={false}
      onBlur={leave}
      onChange={(text: string) => type(text)}
    />
  );
}

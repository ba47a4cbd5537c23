/** Rows of name, kind and new value. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Label, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { formatValue } from '../../lib/format';
import { labelOf, labelText } from '../../lib/labels';
import { kindOf, KINDS, type Kind } from '../../lib/typedValue';

export interface Correction {
  id: number;
  name: string;
  kind: Kind;
  text: string;
}

interface Props {
  rows: Correction[];
  variables: Variables;
  labels: Label[];
  change: (rows: Correction[]) => void;
}

export function Corrections({ rows, variables, labels, change }: Props) {
  const { t } = useTranslation();
  const replace = (id: number, changed: Partial<Correction>): void =>
    change(rows.map((row) => (row.id === id ? { ...row, ...changed } : row)));
  const add = (): void =>
    change([...rows, { id: (rows.at(-1)?.id ?? 0) + 1, name: '', kind: 'text', text: '' }]);
  return (
    <fieldset className="corrections">
      <legend className="field-label">{t('incident.corrections')}</legend>
      {rows.length === 0 && <p className="quiet">{t('incident.noCorrections')}</p>}
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          variables={variables}
          labels={labels}
          replace={(changed) => replace(row.id, changed)}
          remove={() => change(rows.filter((one) => one.id !== row.id))}
        />
      ))}
      <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={add}>
        {t('incident.add')}
      </Button>
    </fieldset>
  );
}

interface RowProps {
  row: Correction;
  variables: Variables;
  labels: Label[];
  replace: (changed: Partial<Correction>) => void;
  remove: () => void;
}

function Row({ row, variables, labels, replace, remove }: RowProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const optionOf = (value: string) => {
    const text = labelText(labelOf(labels, value), value, lang);
    return { value, label: text === value ? value : `${text} (${value})` };
  };
  const known = row.name in variables;
  const now = known ? formatValue(variables[row.name], t('common.yes'), t('common.no')) : '';
  return (
    <div className="correction">
      <AutoComplete
        aria-label={t('incident.name')}
        placeholder={t('incident.name')}
        value={row.name}
        options={Object.keys(variables).map(optionOf)}
        onChange={(name: string) =>
          replace(name in variables ? { name, ...kindOf(variables[name]) } : { name })
        }
      />
      <Select
        aria-label={t('incident.kind')}
        value={row.kind}
        onChange={(kind) => replace({ kind, text: kind === 'boolean' ? 'true' : row.text })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`incident.kind_${kind}`) }))}
      />
      <ValueField row={row} replace={replace} />
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t('incident.removeRow')}
        onClick={remove}
      />
      {known && <span className="correction-now">{t('incident.now', { value: now })}</span>}
    </div>
  );
}

function ValueField({ row, replace }: Pick<RowProps, 'row' | 'replace'>) {
  const { t } = useTranslation();
  const label = t('incident.value');
  if (row.kind === 'boolean') {
    return (
      <Select
        aria-label={label}
        value={row.text}
        onChange={(text) => replace({ text })}
        options={[
          { value: 'true', label: t('common.yes') },
          { value: 'false', label: t('common.no') },
        ]}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      placeholder={label}
      type={row.kind === 'date' ? 'date' : 'text'}
      inputMode={row.kind === 'number' ? 'decimal' : 'text'}
      disabled={row.kind === 'null'}
      value={row.kind === 'null' ? '' : row.text}
      onChange={(event) => replace({ text: event.target.value })}
    />
  );
}

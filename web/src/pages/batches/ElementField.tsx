/** Choosing an element of a process by its name; any id may be typed, of older versions too. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { useTranslation } from 'react-i18next';
import { operate } from '../../api/operate';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';

const FLOWS = /flow/i;

interface Props {
  label: string;
  process: string;
  value: string;
  onChange: (id: string) => void;
}

export function ElementField({ label, process, value, onChange }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const found = useQuery({
    queryKey: ['definition', process],
    queryFn: () => operate.definition(process),
    enabled: process !== '',
    staleTime: 60_000,
  });
  const elements = (found.data?.elements ?? []).filter((one) => one.name && !FLOWS.test(one.kind));
  return (
    <div className="field">
      <span className="field-label" aria-hidden="true">
        {label}
      </span>
      <AutoComplete
        aria-label={label}
        placeholder={t('batch.elementHint')}
        value={value}
        showSearch={{
          filterOption: (text, option) =>
            `${option?.label ?? ''}`.toLowerCase().includes(text.toLowerCase()),
        }}
        options={elements.map((one) => ({ value: one.id, label: `${localName(one.name, one.name_en, lang)} (${one.id})` }))}
        onChange={(id: string) => onChange(id)}
      />
    </div>
  );
}

/** As whom something is done. */
import { Select } from 'antd';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { TrialPerson } from './api';

interface Props {
  label: string;
  people: TrialPerson[];
  value: string;
  choose: (id: string) => void;
}

export function PersonChoice({ label, people, value, choose }: Props) {
  const lang = useLang();
  return (
    <label className="trial-as">
      {label}
      <Select
        showSearch
        optionFilterProp="label"
        aria-label={label}
        value={value}
        onChange={choose}
        popupMatchSelectWidth={false}
        options={people.map((one) => ({
          value: one.id,
          label: `${localName(one.name, one.name_en, lang)} · ${one.position}`,
        }))}
      />
    </label>
  );
}

export function nameOf(people: TrialPerson[], id: string, lang: 'zh' | 'en'): string {
  const found = people.find((one) => one.id === id);
  return found ? localName(found.name, found.name_en, lang) : id;
}

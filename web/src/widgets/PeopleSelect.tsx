/** Choosing one person, or several, of those who work here. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/calls';

interface Props {
  value: string[];
  several?: boolean;
  /** Logins that are not to be chosen. */
  without?: string[];
  onChange: (value: string[]) => void;
}

export function PeopleSelect({ value, several = false, without = [], onChange }: Props) {
  const { t } = useTranslation();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people });
  const label = t(several ? 'operation.toSeveral' : 'operation.to');
  const options = (people.data?.items ?? [])
    .filter((one) => !without.includes(one.id))
    .map((one) => ({ value: one.id, label: one.name, position: one.position }));
  const common = {
    showSearch: { optionFilterProp: 'label' },
    className: 'wide-field',
    'aria-label': label,
    placeholder: label,
    loading: people.isPending,
    options,
    optionRender: (shown: { data: { label: string; position: string } }) => (
      <>
        {shown.data.label} <span className="quiet">{shown.data.position}</span>
      </>
    ),
  };
  if (several) return <Select {...common} mode="multiple" value={value} onChange={onChange} />;
  return <Select {...common} value={value[0] ?? null} onChange={(one: string) => onChange([one])} />;
}

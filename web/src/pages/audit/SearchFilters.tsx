/** The conditions of the auditor's search; all of them are in the address. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { auditing } from '../../api/audit';
import { api } from '../../api/calls';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Pick } from '../../widgets/Pick';
import { SearchField } from '../../widgets/SearchField';
import { useProcessOptions } from '../inbox/FilterBar';
import type { Address } from './address';
import { Period } from './Period';
import { OPERATIONS, questionOf, STATUSES } from './searching';

export function SearchFilters({ address }: { address: Address }) {
  const { t } = useTranslation();
  const processes = useProcessOptions();
  const { read, change } = address;
  return (
    <div className="audit-filters" role="search">
      <SearchField
        value={read('text')}
        label={t('audit.text')}
        onSearch={(text) => change('text', text)}
      />
      <Pick
        label={t('inbox.process')}
        value={read('process')}
        onPick={(value) => change('process', value)}
        options={processes}
      />
      <Pick
        label={t('case.listStatus')}
        value={read('status')}
        onPick={(value) => change('status', value)}
        options={[
          { value: '', label: t('case.allStatuses') },
          ...STATUSES.map((value) => ({ value: value as string, label: t(`case.${value}`) })),
        ]}
      />
      <Person address={address} />
      <Pick
        label={t('audit.operation')}
        value={read('operation')}
        onPick={(value) => change('operation', value)}
        options={[
          { value: '', label: t('audit.anyOperation') },
          ...OPERATIONS.map((value) => ({ value: value as string, label: t(`audit.did.${value}`) })),
        ]}
      />
      <Typed address={address} name="clause" label={t('audit.clause')} />
      <Period address={address} />
      <Amount address={address} />
      {Object.keys(questionOf(read)).length > 0 && (
        <Button type="text" onClick={address.clear}>
          {t('audit.clear')}
        </Button>
      )}
    </div>
  );
}

function Person({ address }: { address: Address }) {
  const { t } = useTranslation();
  const lang = useLang();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 600_000 });
  const persons = (people.data?.items ?? []).map((one) => ({
    value: one.id,
    label: localName(one.name, one.name_en, lang),
  }));
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('audit.person')}
      value={address.read('person')}
      onChange={(value) => address.change('person', value)}
      options={[{ value: '', label: t('audit.anybody') }, ...persons]}
      popupMatchSelectWidth={false}
    />
  );
}

/** A number that cases can be found by, from and to; nothing where there is none. */
function Amount({ address }: { address: Address }) {
  const { t } = useTranslation();
  const lang = useLang();
  const amounts = useQuery({
    queryKey: ['amounts'],
    queryFn: auditing.amounts,
    staleTime: 600_000,
  });
  const items = amounts.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="audit-amount">
      <Pick
        label={t('audit.amount')}
        value={address.read('amount')}
        onPick={(value) => address.change('amount', value)}
        options={[
          { value: '', label: t('audit.anyAmount') },
          ...items.map((one) => ({ value: one.name, label: localName(one.zh, one.en, lang) })),
        ]}
      />
      {address.read('amount') && (
        <>
          <Typed address={address} name="least" label={t('audit.least')} mode="decimal" />
          <Typed address={address} name="most" label={t('audit.most')} mode="decimal" />
        </>
      )}
    </div>
  );
}

interface TypedProps {
  address: Address;
  name: string;
  label: string;
  mode?: 'decimal';
}

/** A field that asks when it is left, or Enter is pressed. */
function Typed({ address, name, label, mode }: TypedProps) {
  const asked = address.read(name);
  const ask = (text: string): void => {
    const tidy = text.trim();
    if (!mode || tidy === '' || /^-?\d+(\.\d+)?$/.test(tidy)) address.change(name, tidy);
  };
  return (
    <Input
      key={asked}
      allowClear
      inputMode={mode}
      aria-label={label}
      placeholder={label}
      defaultValue={asked}
      onPressEnter={(event) => ask(event.currentTarget.value)}
      onBlur={(event) => ask(event.currentTarget.value)}
      onClear={() => ask('')}
    />
  );
}

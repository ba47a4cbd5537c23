/** A search over all cases by what they are about, who took part and what was done in them. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing } from '../../api/audit';
import { api } from '../../api/calls';
import type { Instance } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { StatusTag } from '../../widgets/StatusTag';
import { useProcessOptions } from '../inbox/FilterBar';
import { periodOf, useAddress, type Address } from './address';
import { Period } from './Period';

const STATUSES = ['active', 'completed', 'terminated', 'withdrawn', 'rejected'] as const;
const OPERATIONS = [
  'returned',
  'taken-back',
  'signers',
  'transferred',
  'delegated',
  'appointed',
  'substituted',
  'jump',
  'edited',
  'suspended',
  'withdrawn',
  'skipped',
  'timed-out',
  'urged',
  'copied',
  'incident',
] as const;

function questionOf(read: Address['read']) {
  return {
    ...periodOf(read),
    text: read('text'),
    process: read('process'),
    person: read('person'),
    clause: read('clause'),
    status: STATUSES.find((one) => one === read('status')) ?? ('' as const),
    operation: OPERATIONS.find((one) => one === read('operation')) ?? ('' as const),
    ...(read('variable') ? { variable: [read('variable')] } : {}),
  };
}

export function CaseSearch() {
  const { t } = useTranslation();
  const address = useAddress();
  const asked = questionOf(address.read);
  const found = useInfiniteQuery({
    queryKey: ['audit-cases', asked],
    queryFn: ({ pageParam }) =>
      auditing.search({ ...asked, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Filters address={address} />
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && (
        <StateMessage title={t('inbox.emptyFilter')} hint={t('audit.emptyHint')} />
      )}
      <ul className="list" aria-label={t('audit.search')}>
        {items.map((item) => (
          <CaseRow key={item.id} item={item} />
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="more">
          <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Filters({ address }: { address: Address }) {
  const { t } = useTranslation();
  const lang = useLang();
  const processes = useProcessOptions();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people, staleTime: 600_000 });
  const { read, change } = address;
  const persons = (people.data?.items ?? []).map((one) => ({
    value: one.id,
    label: localName(one.name, one.name_en, lang),
  }));
  return (
    <div className="filters audit-filters">
      <SearchField
        value={read('text')}
        label={t('audit.text')}
        onSearch={(text) => change('text', text)}
      />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.person')}
        value={read('person')}
        onChange={(value) => change('person', value)}
        options={[{ value: '', label: t('audit.anybody') }, ...persons]}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('audit.operation')}
        value={read('operation')}
        onChange={(value) => change('operation', value)}
        options={[
          { value: '', label: t('audit.anyOperation') },
          ...OPERATIONS.map((value) => ({ value, label: t(`audit.did.${value}`) })),
        ]}
        popupMatchSelectWidth={false}
      />
      <Select
        className="filter-process"
        aria-label={t('inbox.process')}
        value={read('process')}
        onChange={(value) => change('process', value)}
        options={processes}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('case.listStatus')}
        value={read('status')}
        onChange={(value) => change('status', value)}
        options={[
          { value: '', label: t('case.allStatuses') },
          ...STATUSES.map((value) => ({ value, label: t(`case.${value}`) })),
        ]}
        popupMatchSelectWidth={false}
      />
      <Typed address={address} name="clause" label={t('audit.clause')} />
      <Typed address={address} name="variable" label={t('audit.variable')} />
      <Period address={address} />
    </div>
  );
}

/** A field that asks when it is left, or Enter is pressed. */
function Typed({ address, name, label }: { address: Address; name: string; label: string }) {
  const asked = address.read(name);
  return (
    <Input
      key={asked}
      className="audit-typed"
      allowClear
      aria-label={label}
      placeholder={label}
      defaultValue={asked}
      onPressEnter={(event) => address.change(name, event.currentTarget.value.trim())}
      onBlur={(event) => address.change(name, event.currentTarget.value.trim())}
      onClear={() => address.change(name, '')}
    />
  );
}

function CaseRow({ item }: { item: Instance }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/audit/cases/${item.id}/replay`} data-key-row>
          {item.title || localName(item.process_name, item.process_name_en, lang)}
        </Link>
        <span className="row-meta">
          <span className="chip">{localName(item.process_name, item.process_name_en, lang)}</span>
          {item.number && <span className="number">{item.number}</span>}
          <span>{t('inbox.by', { name: item.initiator_name })}</span>
          <Moment at={item.started_at} />
        </span>
      </div>
      <div className="row-side">
        <StatusTag instance={item} />
      </div>
    </li>
  );
}

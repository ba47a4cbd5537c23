/** All cases that the reader may see, with scope, process, state and search in the address. */
import { Segmented, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useUser } from '../../session';
import { SearchField } from '../../widgets/SearchField';
import { useProcessOptions } from '../inbox/FilterBar';
import { InstanceList } from './InstanceList';

/** Only what is worth offering; the server decides what may be seen. */
const OVERSEERS = ['auditor', 'administrator', 'process-owner', 'chief-process-designer'];
const STATUSES = ['active', 'completed', 'terminated', 'withdrawn', 'rejected'] as const;

type Scope = 'all' | 'involved';

function scopeOf(text: string, overseer: boolean): Scope {
  if (text === 'all' || text === 'involved') return text;
  return overseer ? 'all' : 'involved';
}

export default function CasesPage() {
  const { t } = useTranslation();
  const user = useUser();
  const overseer = user.roles.some((role) => OVERSEERS.includes(role));
  const [search, setSearch] = useSearchParams();
  const processes = useProcessOptions();
  const read = (name: string) => search.get(name) ?? '';
  const scope = scopeOf(read('scope'), overseer);
  const query = {
    scope,
    process: read('process'),
    status: STATUSES.find((one) => one === read('status')) ?? null,
    text: read('text'),
  };
  const change = (name: string, value: string): void => {
    const changed = new URLSearchParams(search);
    if (value) changed.set(name, value);
    else changed.delete(name);
    setSearch(changed, { replace: true });
  };
  useEffect(() => {
    document.title = `${t('case.title')} · ${t('app.name')}`;
  }, [t]);

  return (
    <div className="page">
      <h1 className="page-title">{t('nav.cases')}</h1>
      <div className="filters">
        {overseer && (
          <Segmented
            aria-label={t('case.scope')}
            value={scope}
            onChange={(value) => change('scope', value)}
            options={(['all', 'involved'] as const).map((value) => ({
              value,
              label: t(`case.${value}`),
            }))}
          />
        )}
        <SearchField
          value={query.text}
          label={t('inbox.searchHint')}
          onSearch={(text) => change('text', text)}
        />
        <Select
          className="filter-process"
          aria-label={t('inbox.process')}
          value={query.process}
          onChange={(value) => change('process', value)}
          options={processes}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t('case.listStatus')}
          value={query.status ?? ''}
          onChange={(value) => change('status', value)}
          options={[
            { value: '', label: t('case.allStatuses') },
            ...STATUSES.map((value) => ({ value, label: t(`case.${value}`) })),
          ]}
          popupMatchSelectWidth={false}
        />
      </div>
      <InstanceList
        query={query}
        filtered={Boolean(query.process || query.status || query.text)}
        empty={{ title: t('case.emptyCases'), hint: t('case.emptyCasesHint') }}
        clear={() => setSearch(new URLSearchParams({ scope }), { replace: true })}
      />
    </div>
  );
}

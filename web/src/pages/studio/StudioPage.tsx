/** The processes that one may publish: what runs, what is stuck, what is being drawn. */
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { studio } from '../../api/studio';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { ImportButton } from './ImportButton';
import { NewDialog } from './NewDialog';
import { ProcessRow } from './ProcessRow';
import { families, wanted, type Which } from './processes';
import './studio.css';
import './texts';

const WHICH: Which[] = ['all', 'mine', 'draft', 'review', 'trouble'];

export default function StudioPage() {
  const { t, i18n } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const found = useQuery({ queryKey: ['studio', ''], queryFn: studio.processes });
  useEffect(() => {
    document.title = `${t('studio.title')} · ${t('app.name')}`;
  }, [t]);
  const text = search.get('text') ?? '';
  const which = WHICH.find((one) => one === search.get('which')) ?? 'all';
  const go = (to: Record<string, string>) =>
    setSearch(Object.fromEntries(Object.entries({ text, which, ...to }).filter(([, one]) => one)));
  const items = found.data?.items ?? [];
  const shown = items.filter((one) => wanted(one, which, text));

  return (
    <div className="page wide">
      <div className="studio-head">
        <h1 className="page-title">{t('studio.title')}</h1>
        <span className="studio-actions">
          <ImportButton />
          {found.data?.may_begin && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              {t('studio.new')}
            </Button>
          )}
        </span>
      </div>
      <p className="quiet studio-lead">{t('studio.lead')}</p>
      <div className="filters">
        <SearchField value={text} label={t('studio.search')} onSearch={(one) => go({ text: one })} />
        <Segmented<Which>
          className="studio-which"
          aria-label={t('studio.which')}
          value={which}
          onChange={(one) => go({ which: one === 'all' ? '' : one })}
          options={WHICH.map((value) => ({
            value,
            label: t(`studio.which_${value}`, { count: items.filter((o) => wanted(o, value, '')).length }),
          }))}
        />
      </div>
      {found.isPending && <ListLoading rows={8} />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && shown.length === 0 && (
        <StateMessage title={t('studio.none')} hint={t('studio.noneHint')} />
      )}
      {families(shown).map(([family, members]) => (
        <section key={family} className="studio-family" aria-labelledby={`family-${family}`}>
          <h2 className="family-title" id={`family-${family}`}>
            {i18n.exists(`family.${family}`) ? t(`family.${family}`) : family}
            <span className="studio-count">{members.length}</span>
          </h2>
          <ul className="list studio-list">
            {members.map((one) => (
              <ProcessRow key={one.key} process={one} />
            ))}
          </ul>
        </section>
      ))}
      {adding && <NewDialog close={() => setAdding(false)} />}
    </div>
  );
}

/** Every figure of the company: value, unit, clause, origin and use; changed and published here. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { figures, type Figure } from '../../../api/figures';
import { useLang } from '../../../i18n';
import { localName, type Lang } from '../../../lib/format';
import { SearchField } from '../../../widgets/SearchField';
import { ErrorState, ListLoading, StateMessage } from '../../../widgets/States';
import '../../../styles/figures.css';
import { FigureDrawer } from './FigureDrawer';
import { FigureRow } from './FigureRow';
import { byProcess, isAskedFor } from './grouping';
import './texts';

/** So many figures are shown at once; of more the groups are closed at first. */
const FEW = 40;

function processOptions(items: Figure[], lang: Lang) {
  const users = new Map(items.flatMap((one) => one.users).map((one) => [one.key, one]));
  return [...users.values()].map((one) => ({
    value: one.key,
    label: localName(one.name, one.name_en, lang),
  }));
}

export default function ParametersPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const [search, setSearch] = useSearchParams();
  const all = useQuery({ queryKey: ['figures'], queryFn: figures.all });
  useEffect(() => {
    document.title = `${t('figure.title')} · ${t('app.name')}`;
  }, [t]);
  const read = (name: string) => search.get(name) ?? '';
  const filter = { text: read('text'), origin: read('origin'), process: read('process') };
  const change = (name: string, value: string) => {
    const changed = new URLSearchParams(search);
    if (value) changed.set(name, value);
    else changed.delete(name);
    setSearch(changed, { replace: true });
  };
  const items = all.data?.items ?? [];
  const shown = items.filter((one) => isAskedFor(one, filter));
  const chosen = items.find((one) => one.id === read('figure'));

  return (
    <div className="page wide">
      <h1 className="page-title">{t('figure.title')}</h1>
      <p className="quiet figure-lead">{t('figure.lead')}</p>
      <div className="filters">
        <SearchField
          value={filter.text}
          label={t('figure.search')}
          onSearch={(text) => change('text', text)}
        />
        <Select
          className="filter-process"
          aria-label={t('figure.process')}
          value={filter.process}
          onChange={(value) => change('process', value)}
          showSearch={{ optionFilterProp: 'label' }}
          options={[{ value: '', label: t('figure.allProcesses') }, ...processOptions(items, lang)]}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t('figure.origin')}
          value={filter.origin}
          onChange={(value) => change('origin', value)}
          options={[
            { value: '', label: t('figure.originAll') },
            { value: 'company', label: t('figure.company') },
            { value: 'default', label: t('figure.default') },
          ]}
          popupMatchSelectWidth={false}
        />
      </div>
      {all.isPending && <ListLoading />}
      {all.isLoadingError && <ErrorState error={all.error} retry={all.refetch} />}
      {all.data && shown.length === 0 && (
        <StateMessage title={t('figure.nothing')} hint={t('figure.nothingHint')} />
      )}
      {byProcess(shown, filter.process).map(([key, group]) => (
        <Group
          key={`${key}${shown.length <= FEW}`}
          of={key}
          items={group}
          open={shown.length <= FEW}
          choose={(figure) => change('figure', figure.id)}
        />
      ))}
      {chosen && <FigureDrawer figure={chosen} close={() => change('figure', '')} />}
    </div>
  );
}

interface GroupProps {
  of: string;
  items: Figure[];
  open: boolean;
  choose: (figure: Figure) => void;
}

function Group({ of, items, open, choose }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const user = items.flatMap((one) => one.users).find((one) => one.key === of);
  const title = user ? localName(user.name, user.name_en, lang) : t('figure.unused');
  return (
    <details className="figure-group" open={open}>
      <summary className="family-title">
        <h2>{title}</h2> <span className="quiet">{t('figure.count', { count: items.length })}</span>
      </summary>
      <ul className="list">
        {items.map((figure) => (
          <FigureRow key={figure.id} figure={figure} choose={() => choose(figure)} />
        ))}
      </ul>
    </details>
  );
}

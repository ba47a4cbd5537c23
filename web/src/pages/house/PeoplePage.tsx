/** The organisation for administrators: people, departments, roles, groups, changes, import. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { house, type Sections } from '../../api/house';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/operate.css';
import '../../styles/house.css';
import '../../styles/people.css';
import { Changes } from './Changes';
import { Departments } from './Departments';
import { ImportPart } from './ImportPart';
import { Members } from './Members';
import { PeopleTable } from './PeopleTable';
import { Rights } from './Rights';
import './texts';

const VIEWS = ['people', 'departments', 'roles', 'groups', 'rights', 'changes', 'import'] as const;
type View = (typeof VIEWS)[number];

export default function PeoplePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const view: View = VIEWS.find((one) => one === search.get('view')) ?? 'people';
  const found = useQuery({ queryKey: ['organisation'], queryFn: house.organisation });
  useEffect(() => {
    document.title = `${t('house.people')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="page wide">
      <h1 className="page-title">{t('house.people')}</h1>
      <div className="filters scroll-x">
        <Segmented
          aria-label={t('house.view')}
          value={view}
          onChange={(value) => setSearch({ view: value }, { replace: true })}
          options={VIEWS.map((value) => ({ value, label: t(`house.views.${value}`) }))}
        />
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && <Shown view={view} sections={found.data} />}
    </div>
  );
}

function Shown({ view, sections }: { view: View; sections: Sections }) {
  switch (view) {
    case 'people':
      return <PeopleTable sections={sections} />;
    case 'departments':
      return <Departments sections={sections} />;
    case 'roles':
    case 'groups':
      return <Members sections={sections} section={view} />;
    case 'rights':
      return <Rights sections={sections} />;
    case 'changes':
      return <Changes sections={sections} />;
    case 'import':
      return <ImportPart sections={sections} />;
  }
}

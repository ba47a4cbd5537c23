/** The ways to the outside, what the server was told, and the login log. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { house, type Connections } from '../../api/house';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/operate.css';
import '../../styles/house.css';
import '../../styles/people.css';
import { AccessLog } from './AccessLog';
import { Channels } from './Channels';
import { Connectors } from './Connectors';
import { Failed } from './Failed';
import { ServerSettings } from './ServerSettings';
import './texts';

const VIEWS = ['channels', 'connectors', 'server', 'logins'] as const;
type View = (typeof VIEWS)[number];

export default function SettingsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const view: View = VIEWS.find((one) => one === search.get('view')) ?? 'channels';
  useEffect(() => {
    document.title = `${t('house.settings')} · ${t('app.name')}`;
  }, [t]);
  const found = useQuery({ queryKey: ['connections'], queryFn: house.connections });
  return (
    <div className="page">
      <h1 className="page-title">{t('house.settings')}</h1>
      <div className="filters scroll-x">
        <Segmented
          aria-label={t('house.view')}
          value={view}
          onChange={(value) => setSearch({ view: value }, { replace: true })}
          options={VIEWS.map((value) => ({ value, label: t(`house.settingViews.${value}`) }))}
        />
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && <Shown view={view} found={found.data} />}
    </div>
  );
}

function Shown({ view, found }: { view: View; found: Connections }) {
  switch (view) {
    case 'channels':
      return (
        <>
          <Channels channels={found.channels} />
          <Failed />
        </>
      );
    case 'connectors':
      return <Connectors found={found} />;
    case 'server':
      return <ServerSettings found={found} />;
    case 'logins':
      return <AccessLog />;
  }
}

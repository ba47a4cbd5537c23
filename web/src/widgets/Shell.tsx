/** The frame of every page: navigation at the side, or at the foot of a phone; keys; help. */
import {
  AlertOutlined,
  FolderOpenOutlined,
  InboxOutlined,
  PlusCircleOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { api } from '../api/calls';
import { useUser } from '../session';
import { Bell } from './Bell';
import { useKeys } from './keys';
import { KeysHelp } from './KeysHelp';
import { Logo } from './Logo';
import { OfflineNote } from './OfflineNote';
import { PageLoading } from './States';
import { UserMenu } from './UserMenu';

interface Place {
  to: string;
  text: string;
  icon: ReactNode;
  badge?: number | undefined;
}

/** Only what is worth showing; the server decides what may be seen. */
const OPERATORS = ['administrator', 'process-owner', 'chief-process-designer'];

function usePlaces(): Place[] {
  const { t } = useTranslation();
  const user = useUser();
  const counts = useQuery({
    queryKey: ['worklist', 'counts'],
    queryFn: () => api.worklist({ view: 'inbox', limit: 1 }),
    refetchInterval: 30_000,
  });
  const places: Place[] = [
    {
      to: '/inbox',
      text: t('nav.inbox'),
      icon: <InboxOutlined />,
      badge: counts.data?.counts.inbox,
    },
    { to: '/start', text: t('nav.start'), icon: <PlusCircleOutlined /> },
    { to: '/cases', text: t('nav.cases'), icon: <FolderOpenOutlined /> },
  ];
  if (user.roles.some((role) => OPERATORS.includes(role))) {
    places.push({ to: '/incidents', text: t('nav.incidents'), icon: <AlertOutlined /> });
  }
  return places;
}

function Navigation({ places, className }: { places: Place[]; className: string }) {
  const { t } = useTranslation();
  return (
    <nav className={className} aria-label={t('nav.main')}>
      {places.map((place) => (
        <NavLink key={place.to} to={place.to} className="nav-link">
          <span className="nav-icon" aria-hidden="true">{place.icon}</span>
          <span>{place.text}</span>
          {Boolean(place.badge) && <span className="nav-badge">{place.badge}</span>}
        </NavLink>
      ))}
    </nav>
  );
}

export function Shell() {
  const { t } = useTranslation();
  const [help, setHelp] = useState(false);
  const places = usePlaces();
  useKeys(() => setHelp(true));
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="side">
        <NavLink to="/inbox" className="brand">
          <Logo />
          <span className="brand-name">{t('app.name')}</span>
        </NavLink>
        <Navigation places={places} className="nav" />
        <Bell />
        <UserMenu showKeys={() => setHelp(true)} />
      </header>
      <main className="content" id="content" tabIndex={-1}>
        <OfflineNote />
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <KeysHelp open={help} close={() => setHelp(false)} />
    </div>
  );
}

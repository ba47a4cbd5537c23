/** The frame of every page: navigation at the side, or at the foot of a phone; keys; help. */
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { usePlaces, type Place } from '../places';
import { Bell } from './Bell';
import { useKeys } from './keys';
import { KeysHelp } from './KeysHelp';
import { Logo } from './Logo';
import { OfflineNote } from './OfflineNote';
import { PageLoading } from './States';
import { UserMenu } from './UserMenu';

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

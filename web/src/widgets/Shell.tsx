/** The frame of every page: navigation at the side, or at the foot of a phone; keys; help. */
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { usePlaces } from '../places';
import { Bell } from './Bell';
import { useKeys } from './keys';
import { Logo } from './Logo';
import { Navigation } from './Navigation';
import { OfflineNote } from './OfflineNote';
import { PageLoading } from './States';
import { UserMenu } from './UserMenu';

const KeysHelp = lazy(() => import('./KeysHelp'));

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
        <Navigation places={places} />
        <Bell />
        <UserMenu showKeys={() => setHelp(true)} />
      </header>
      <main className="content" id="content" tabIndex={-1}>
        <OfflineNote />
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      {help && (
        <Suspense fallback={null}>
          <KeysHelp close={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

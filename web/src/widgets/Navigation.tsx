/** The places of the page by group; the foot of a phone has the first ones, the rest opens from it. */
import { MenuOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { PLACE_GROUPS, type Place } from '../places';

/** How many places the foot of a phone has beside the button for the rest. */
const AT_FOOT = 3;

function byGroup(places: Place[]): [string, Place[]][] {
  return PLACE_GROUPS.map((group): [string, Place[]] => [
    group,
    places.filter((place) => (place.group ?? 'office') === group),
  ]).filter(([, found]) => found.length > 0);
}

function PlaceLink({ place, onGo }: { place: Place; onGo?: (() => void) | undefined }) {
  return (
    <NavLink to={place.to} className="nav-link" onClick={() => onGo?.()}>
      <span className="nav-icon" aria-hidden="true">
        {place.icon}
      </span>
      <span>{place.text}</span>
      {Boolean(place.badge) && <span className="nav-badge">{place.badge}</span>}
    </NavLink>
  );
}

function Groups({ places, onGo }: { places: Place[]; onGo?: (() => void) | undefined }) {
  const { t } = useTranslation();
  return byGroup(places).map(([group, found]) => (
    <div key={group} className={`nav-group of-${group}`} role="group" aria-label={t(`nav.group.${group}`)}>
      {group !== 'work' && (
        <p className="nav-heading" aria-hidden="true">
          {t(`nav.group.${group}`)}
        </p>
      )}
      {found.map((place) => (
        <PlaceLink key={place.to} place={place} onGo={onGo} />
      ))}
    </div>
  ));
}

export function Navigation({ places }: { places: Place[] }) {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const { pathname } = useLocation();
  const [foot, rest] = [places.slice(0, AT_FOOT), places.slice(AT_FOOT)];
  const beyond = rest.some((place) => pathname.startsWith(place.to));
  return (
    <nav className="nav" aria-label={t('nav.main')}>
      <div className="nav-side">
        <Groups places={places} />
      </div>
      <div className="nav-foot">
        {foot.map((place) => (
          <PlaceLink key={place.to} place={place} />
        ))}
        {rest.length > 0 && (
          <button
            type="button"
            className={`nav-link ${beyond ? 'active' : ''}`}
            aria-haspopup="dialog"
            onClick={() => setMore(true)}
          >
            <MenuOutlined className="nav-icon" aria-hidden />
            <span>{t('nav.more')}</span>
          </button>
        )}
      </div>
      {more && <Sheet places={rest} close={() => setMore(false)} />}
    </nav>
  );
}

/** The browser's own dialog: it keeps the focus, and Escape or a tap beside it closes it. */
function Sheet({ places, close }: { places: Place[]; close: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="nav-sheet"
      aria-label={t('nav.more')}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div className="nav-sheet-body">
        <Groups places={places} onGo={close} />
        <button type="button" className="nav-close" onClick={close}>
          {t('common.close')}
        </button>
      </div>
    </dialog>
  );
}

/** The places of the page by group; the foot of a phone has the first ones, the rest opens from it. */
import { MenuOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { currentPlace } from '../lib/currentPlace';
import { PLACE_GROUPS, type Place } from '../places';

/** How many places the foot of a phone has beside the button for the rest. */
const AT_FOOT = 3;

function byGroup(places: Place[]): [string, Place[]][] {
  return PLACE_GROUPS.map((group): [string, Place[]] => [
    group,
    places.filter((place) => (place.group ?? 'office') === group),
  ]).filter(([, found]) => found.length > 0);
}

interface Shown {
  place: Place;
  current: string;
  onGo?: (() => void) | undefined;
}

function PlaceLink({ place, current, onGo }: Shown) {
  const here = place.to === current;
  return (
    <Link
      to={place.to}
      className={`nav-link ${here ? 'active' : ''}`}
      aria-current={here ? 'page' : undefined}
      onClick={() => onGo?.()}
    >
      <span className="nav-icon" aria-hidden="true">
        {place.icon}
      </span>
      <span>{place.text}</span>
      {Boolean(place.badge) && <span className="nav-badge">{place.badge}</span>}
    </Link>
  );
}

interface Listed {
  places: Place[];
  current: string;
  onGo?: (() => void) | undefined;
}

function Groups({ places, current, onGo }: Listed) {
  const { t } = useTranslation();
  return byGroup(places).map(([group, found]) => (
    <div key={group} className={`nav-group of-${group}`} role="group" aria-label={t(`nav.group.${group}`)}>
      {group !== 'work' && (
        <p className="nav-heading" aria-hidden="true">
          {t(`nav.group.${group}`)}
        </p>
      )}
      {found.map((place) => (
        <PlaceLink key={place.to} place={place} current={current} onGo={onGo} />
      ))}
    </div>
  ));
}

export function Navigation({ places }: { places: Place[] }) {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const { pathname } = useLocation();
  const [foot, rest] = [places.slice(0, AT_FOOT), places.slice(AT_FOOT)];
  const current = currentPlace(places.map((place) => place.to), pathname);
  const beyond = rest.some((place) => place.to === current);
  return (
    <nav className="nav" aria-label={t('nav.main')}>
      <div className="nav-side">
        <Groups places={places} current={current} />
      </div>
      <div className="nav-foot">
        {foot.map((place) => (
          <PlaceLink key={place.to} place={place} current={current} />
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
      {more && <Sheet places={rest} current={current} close={() => setMore(false)} />}
    </nav>
  );
}

/** The browser's own dialog: it keeps the focus, and Escape or a tap beside it closes it. */
function Sheet({ places, current, close }: Listed & { close: () => void }) {
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
        <Groups places={places} current={current} onGo={close} />
        <button type="button" className="nav-close" onClick={close}>
          {t('common.close')}
        </button>
      </div>
    </dialog>
  );
}

/** The load of the roles: counts only, never people. */
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { Statistics } from './api';

export function Roles({ roles }: { roles: Statistics['roles'] }) {
  const { t } = useTranslation();
  const lang = useLang();
  const most = Math.max(1, ...roles.map((one) => one.open + one.done));
  if (roles.length === 0) return null;
  return (
    <section className="card">
      <h2 className="card-title">{t('running.roles')}</h2>
      <p className="quiet">{t('running.rolesHint')}</p>
      <ul className="running-roles">
        {roles.map((one) => {
          const name = localName(one.name, one.name_en, lang) || t('running.byName');
          return (
            <li key={one.role}>
              <span>{name}</span>
              <span className="running-load" aria-hidden>
                <span style={{ width: `${((one.open + one.done) * 100) / most}%` }} />
              </span>
              <span className="number">
                {t('running.done')} {one.done} · {t('running.open')} {one.open}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

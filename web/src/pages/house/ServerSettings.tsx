/** What the server was told by its environment, by group, with the variable that changes each. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Connections, SettingShown } from '../../api/house';
import { useLang } from '../../i18n';

const GROUPS = ['doors', 'messages', 'storage', 'running'] as const;
/** What is changed on pages of their own, at run time. */
const PLACES = [
  ['/people', 'house.people'],
  ['/people?view=rights', 'house.views.rights'],
  ['/calendar', 'house.calendar'],
  ['/studio/parameters', 'nav.parameters'],
] as const;

export function ServerSettings({ found }: { found: Connections }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="card" aria-label={t('house.onPages')}>
        <h2 className="card-title">{t('house.onPages')}</h2>
        <p className="quiet">{t('house.onPagesHint')}</p>
        <div className="place-links">
          {PLACES.map(([to, text]) => (
            <Link key={to} to={to}>
              {t(text)}
            </Link>
          ))}
        </div>
      </section>
      <p className="quiet room-lead settings-lead">{t('house.settingsLead')}</p>
      {GROUPS.map((group) => (
        <Group key={group} group={group} settings={found.settings.filter((one) => one.group === group)} />
      ))}
    </>
  );
}

function Group({ group, settings }: { group: string; settings: SettingShown[] }) {
  const { t } = useTranslation();
  return (
    <section className="card room-card" aria-label={t(`house.group.${group}`)}>
      <h2 className="card-title">{t(`house.group.${group}`)}</h2>
      <ul className="setting-list">
        {settings.map((one) => (
          <Setting key={one.variable} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Setting({ one }: { one: SettingShown }) {
  const { t } = useTranslation();
  const lang = useLang();
  const value = one.secret ? t(one.is_set ? 'house.secretSet' : 'house.secretUnset') : said(one.value, t);
  return (
    <li>
      <span className="setting-name">
        {lang === 'zh' ? one.zh : one.en}
        <code className="quiet">{one.variable}</code>
      </span>
      <span className={one.is_set ? 'setting-value own' : 'setting-value'}>{value}</span>
    </li>
  );
}

const WORDS: Record<string, string> = {
  '': 'house.notSet',
  true: 'common.yes',
  false: 'common.no',
  nobody: 'house.factor.nobody',
  administrators: 'house.factor.administrators',
  everybody: 'house.factor.everybody',
  refuse: 'house.unknownRefused',
  note: 'house.unknownNoted',
};

function said(value: string, t: (key: string) => string): string {
  const word = WORDS[value];
  return word ? t(word) : value;
}

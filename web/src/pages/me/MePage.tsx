/** A person's own page: absence, notifications, phrases, how the page looks, login and security. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../session';
import { localName } from '../../lib/format';
import { useLang } from '../../i18n';
import { SecondFactor } from '../../widgets/security/SecondFactor';
import { Sessions } from '../../widgets/security/Sessions';
import { Substitutes } from '../../widgets/Substitutes';
import { Looks } from './Looks';
import { Password } from './Password';
import { Phrases } from './Phrases';
import { Preferences } from './Preferences';
import './texts';

const PARTS = ['absence', 'told', 'phrases', 'looks', 'security'] as const;

export default function MePage() {
  const { t } = useTranslation();
  const user = useUser();
  const lang = useLang();
  useEffect(() => {
    document.title = `${t('me.title')} · ${t('app.name')}`;
  }, [t]);
  const bodies = {
    absence: <Substitutes />,
    told: <Preferences />,
    phrases: <Phrases />,
    looks: <Looks />,
    security: (
      <div className="security">
        <Password />
        <Sessions />
        <SecondFactor />
      </div>
    ),
  };
  return (
    <div className="page">
      <h1 className="page-title">{t('me.title')}</h1>
      <p className="me-who">
        <strong>{localName(user.name, user.name_en, lang)}</strong>
        <span className="quiet">
          {user.department_name} · {user.id}
        </span>
      </p>
      <nav className="me-parts" aria-label={t('me.parts')}>
        {PARTS.map((part) => (
          <a key={part} href={`#${part}`}>
            {t(`me.${part}`)}
          </a>
        ))}
      </nav>
      {PARTS.map((part) => (
        <section key={part} id={part} className="card me-part" aria-label={t(`me.${part}`)}>
          <h2 className="me-heading">{t(`me.${part}`)}</h2>
          {bodies[part]}
        </section>
      ))}
    </div>
  );
}

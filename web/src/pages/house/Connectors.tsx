/** The installed connectors of service tasks, and which published processes use each. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Connections } from '../../api/house';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';

export function Connectors({ found }: { found: Connections }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <section className="card" aria-label={t('house.connectors')}>
      <h2 className="card-title">{t('house.connectors')}</h2>
      <p className="quiet">{t('house.connectorsHint')}</p>
      <ul className="list plain">
        {found.connectors.map((one) => (
          <li className="row" key={one.name}>
            <div className="row-main">
              <span className="row-title">
                <strong>{t(`house.connector.${one.name.replace('.', '-')}`, one.name)}</strong>{' '}
                <code className="quiet">{one.name}</code>
              </span>
              <p className="row-text connector-users">
                {one.processes.length === 0 && <span className="quiet">{t('house.unusedConnector')}</span>}
                {one.processes.map((process) => (
                  <Link key={process.key} className="chip" to={`/studio/${process.key}`}>
                    {localName(process.name, process.name_en, lang)}
                  </Link>
                ))}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

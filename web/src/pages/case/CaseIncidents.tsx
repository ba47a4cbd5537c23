/** The incidents of a case, open and resolved. */
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../api/types';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';

export function CaseIncidents({ incidents }: { incidents: Incident[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <ul className="list plain">
      {incidents.map((one) => (
        <li key={one.id} className="row">
          <div className="row-main">
            <p className="row-text">{lang === 'zh' ? one.zh : one.en}</p>
            <span className="row-meta">
              <span>{t('incident.element', { id: one.element_id })}</span>
              <Moment at={one.raised_at} />
            </span>
          </div>
          <div className="row-side">
            <span className={`tag ${one.resolved_at ? 'completed' : 'late'}`}>
              {t(one.resolved_at ? 'incident.resolved' : 'incident.open')}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

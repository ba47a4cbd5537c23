/** The ways between the pages of one process in the studio. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import './texts';

export function StudioPlaces({ of, here }: { of: string; here: 'running' | 'try' }) {
  const { t } = useTranslation();
  const at = `/studio/${encodeURIComponent(of)}`;
  return (
    <nav className="running-places" aria-label={t('running.sections')}>
      <Link to="/studio">{t('running.back')}</Link>
      <Link to={at}>{t('running.overview')}</Link>
      <Link to={`${at}/running`} aria-current={here === 'running' ? 'page' : undefined}>
        {t('running.here')}
      </Link>
      <Link to={`${at}/try`} aria-current={here === 'try' ? 'page' : undefined}>
        {t('running.toTry')}
      </Link>
    </nav>
  );
}

/** The ways between the pages of one process in the studio, the same on each of them. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import './studio.css';
import './texts';

export type StudioPlace = 'overview' | 'running' | 'try' | 'compare' | 'part';

interface Props {
  of: string;
  here: StudioPlace;
  /** The name of the form or table that is open. */
  part?: string;
  /** Whether it was never published, so that nothing of it can have run. */
  unpublished?: boolean;
  /** Whether it has a draft, which is then what one tries. */
  drafted?: boolean;
}

export function StudioPlaces({ of, here, part, unpublished = false, drafted = false }: Props) {
  const { t } = useTranslation();
  const at = `/studio/${encodeURIComponent(of)}`;
  const ways = [
    { place: 'overview', to: at, text: t('studio.overview') },
    ...(unpublished ? [] : [{ place: 'running', to: `${at}/running`, text: t('studio.howItRuns') }]),
    { place: 'try', to: `${at}/try${drafted ? '?draft' : ''}`, text: t('studio.tryOut') },
    { place: 'compare', to: `${at}/compare`, text: t('studio.compare') },
  ];
  return (
    <nav className="studio-places" aria-label={t('studio.sections')}>
      <Link to="/studio">{t('studio.title')}</Link>
      {ways.map((one) => (
        <Link key={one.place} to={one.to} aria-current={one.place === here ? 'page' : undefined}>
          {one.text}
        </Link>
      ))}
      <Link to={`/studio/parameters?process=${encodeURIComponent(of)}`}>{t('studio.figures')}</Link>
      {part && <span aria-current="page">{part}</span>}
    </nav>
  );
}

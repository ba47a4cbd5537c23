/** One process in the list of the studio. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { StudioProcess } from '../../api/studio';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';
import { useNames } from './useNames';

function Figure({ value, text, alarm }: { value: number; text: string; alarm?: boolean }) {
  if (alarm && value === 0) return null;
  return (
    <span className={alarm ? 'studio-figure alarm' : 'studio-figure'}>
      <b>{value}</b> {text}
    </span>
  );
}

export function DraftTag({ process }: { process: Pick<StudioProcess, 'draft' | 'review'> }) {
  const { t } = useTranslation();
  if (!process.draft) return null;
  const state = process.review ?? 'drawn';
  return <span className={`tag studio-${state}`}>{t(`studio.state_${state}`)}</span>;
}

export function ProcessRow({ process }: { process: StudioProcess }) {
  const { t } = useTranslation();
  const lang = useLang();
  const nameOf = useNames();
  const name = lang === 'en' && process.name_en ? process.name_en : process.name;
  return (
    <li className="row">
      <span className="row-main">
        <span className="studio-name">
          <Link className="row-link" to={`/studio/${encodeURIComponent(process.key)}`}>
            {name}
          </Link>
          <DraftTag process={process} />
          {process.mine && <span className="tag">{t('studio.mine')}</span>}
        </span>
        <span className="row-meta">
          <code>{process.key}</code>
          <span>
            {process.version
              ? t('studio.version', { number: process.version })
              : t('studio.unpublished')}
          </span>
          {process.draft ? (
            <span>
              {t('studio.savedBy', { who: nameOf(process.draft_saved_by) })} <Moment at={process.draft_saved_at} />
            </span>
          ) : (
            <Moment at={process.published_at} />
          )}
        </span>
      </span>
      <span className="row-side studio-figures">
        <Figure value={process.overdue} text={t('studio.overdue')} alarm />
        <Figure value={process.incidents} text={t('studio.incidents')} alarm />
        <Figure value={process.running} text={t('studio.running')} />
      </span>
    </li>
  );
}

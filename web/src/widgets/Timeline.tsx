/** The history of a case as sentences, newest last. */
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../api/types';
import { useLang } from '../i18n';
import { opinionOf } from '../lib/history';
import { Moment } from './Moment';

interface Props {
  entries: HistoryEntry[];
  /** Row numbers, for auditors. */
  numbered?: boolean;
}

export function Timeline({ entries, numbered = false }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  if (entries.length === 0) return <p className="quiet">{t('case.noHistory')}</p>;
  return (
    <ol className="timeline">
      {entries.map((entry) => {
        const opinion = opinionOf(entry.data);
        return (
          <li key={entry.version} className={`moment kind-${entry.type}`}>
            <p className="moment-text">{lang === 'zh' ? entry.zh : entry.en}</p>
            {opinion && <blockquote className="opinion">{opinion}</blockquote>}
            <p className="moment-time">
              <Moment at={entry.at} />
              {numbered && <span>{t('case.seq', { seq: entry.version })}</span>}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

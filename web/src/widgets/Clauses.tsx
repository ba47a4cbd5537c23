/** The written clauses behind a step, in the margin. */
import { useTranslation } from 'react-i18next';
import type { Clause } from '../api/types';

export function Clauses({ clauses }: { clauses: Clause[] }) {
  const { t } = useTranslation();
  if (clauses.length === 0) return <p className="quiet">{t('task.noClauses')}</p>;
  return (
    <ol className="clauses">
      {clauses.map((clause) => (
        <li key={clause.id} className="clause">
          <span className="clause-id">{clause.id}</span>
          <p className="clause-text">{clause.text}</p>
          {clause.figure && (
            <p className="clause-note">
              {t('task.figure')} {clause.figure}
            </p>
          )}
          {clause.source && (
            <p className="clause-note">
              {t('task.source')} {clause.source}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

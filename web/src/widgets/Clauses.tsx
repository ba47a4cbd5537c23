/** The written clauses behind a step, in the margin. */
import { useTranslation } from 'react-i18next';
import type { Clause } from '../api/types';

/** Where in the written policy it stands, without the name of the file it was read from. */
function sourceText(source: string): string {
  const parts = source.split(' › ');
  return parts.length > 1 && parts[0]?.endsWith('.txt') ? parts.slice(1).join(' › ') : source;
}

export function Clauses({ clauses }: { clauses: Clause[] }) {
  const { t } = useTranslation();
  if (clauses.length === 0) return <p className="quiet">{t('task.noClauses')}</p>;
  return (
    <ol className="clauses">
      {clauses.map((clause) => (
        <li key={clause.id} className="clause">
          <span className="clause-id">{clause.id}</span>
          <p className="clause-text">{clause.text}</p>
          {clause.source && (
            <p className="clause-note" title={clause.source}>
              {sourceText(clause.source)}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

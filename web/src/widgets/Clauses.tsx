/** The written clauses behind a step, in the margin. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clause } from '../api/types';

const SHOWN = 6;

/** Where in the written policy it stands, without the name of the file it was read from. */
function sourceText(source: string): string {
  return source.replace(/\S+\.txt › /g, '');
}

export function Clauses({ clauses }: { clauses: Clause[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (clauses.length === 0) return <p className="quiet">{t('task.noClauses')}</p>;
  return (
    <ol className="clauses">
      {clauses.slice(0, all ? clauses.length : SHOWN).map((clause) => (
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
      {!all && clauses.length > SHOWN && (
        <li>
          <Button type="link" size="small" onClick={() => setAll(true)}>
            {t('task.allClauses', { count: clauses.length })}
          </Button>
        </li>
      )}
    </ol>
  );
}

/** One clause in a list; opened, all that there is to say about it. */
import { DownOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClauseEntry } from '../../api/clauses';
import { EntryDetail } from './EntryDetail';

const TONES: Record<string, string> = { traced: 'ok', waived: 'info', missing: 'warn' };

interface Props {
  entry: ClauseEntry;
  /** Whether it begins open: there is no other to choose. */
  only?: boolean;
}

export function EntryItem({ entry, only = false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(only);
  const { clause, state } = entry;
  return (
    <li className={`book-entry ${open ? 'is-open' : ''}`}>
      <button
        type="button"
        className="book-entry-head"
        aria-expanded={open}
        data-key-row
        onClick={() => setOpen(!open)}
      >
        <span className="clause-id">{clause.id}</span>
        <span className="book-entry-text">
          <span className="row-title">{clause.text}</span>
          <span className="row-meta">
            <span className="chip">{t(`book.kind.${clause.kind}`, { defaultValue: clause.kind })}</span>
            {clause.figure && <span>{t('book.figure', { figure: clause.figure })}</span>}
            {entry.places.length > 0 && (
              <span>{t('book.elements', { count: entry.places.length })}</span>
            )}
            {entry.scenarios.length > 0 && (
              <span>{t('book.scenarios', { count: entry.scenarios.length })}</span>
            )}
          </span>
        </span>
        <span className="row-side">
          {entry.to_review > 0 && (
            <span className="tag warn">{t('book.toReview', { count: entry.to_review })}</span>
          )}
          <span className={`tag ${TONES[state] ?? ''}`}>{t(`book.state_${state}`)}</span>
          <DownOutlined className="book-arrow" aria-hidden />
        </span>
      </button>
      {open && <EntryDetail entry={entry} />}
    </li>
  );
}

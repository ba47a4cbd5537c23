/** One written procedure: clause by clause, or the other way round, element by element. */
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clauses, type Chapter, type ClauseElement } from '../../api/clauses';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { ErrorState, ListLoading } from '../../widgets/States';
import { chapterName } from './Contents';
import { EntryItem } from './EntryItem';

export function ChapterView({ procedure }: { procedure: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const [way, setWay] = useState<'clauses' | 'elements'>('clauses');
  const chapter = useQuery({
    queryKey: ['clauses', 'chapter', procedure],
    queryFn: () => clauses.chapter(procedure),
  });
  if (chapter.isPending) return <ListLoading />;
  if (chapter.isLoadingError) return <ErrorState error={chapter.error} retry={chapter.refetch} />;
  const found = chapter.data;
  return (
    <section aria-label={chapterName(found, lang)}>
      <div className="book-chapter">
        <h2 className="book-title">{chapterName(found, lang)}</h2>
        <p className="row-meta">
          <span>{found.version ? t('book.version', { version: found.version }) : t('book.unbuilt')}</span>
          {found.book && <span>{found.book}</span>}
          <span>
            {t('book.summary', {
              total: found.total,
              traced: found.traced,
              waived: found.waived,
              missing: found.missing,
            })}
          </span>
          {found.to_review > 0 && (
            <span className="tag warn">{t('book.toReview', { count: found.to_review })}</span>
          )}
        </p>
        <Segmented
          value={way}
          onChange={setWay}
          options={[
            { value: 'clauses', label: t('book.byClause') },
            { value: 'elements', label: t('book.byElement') },
          ]}
        />
      </div>
      {way === 'clauses' ? (
        <ul className="list">
          {found.entries.map((entry) => (
            <EntryItem key={entry.clause.id} entry={entry} />
          ))}
        </ul>
      ) : (
        <Elements chapter={found} />
      )}
    </section>
  );
}

function Elements({ chapter }: { chapter: Chapter }) {
  const { t } = useTranslation();
  if (!chapter.version) return <p className="quiet">{t('book.noElements')}</p>;
  return (
    <>
      <ul className="list">
        {chapter.elements.map((one) => (
          <ElementItem key={one.element} element={one} />
        ))}
      </ul>
      <h3 className="book-subtitle">
        {t('book.noBasis')} ({chapter.without_basis.length})
      </h3>
      <p className="quiet">
        {t(chapter.without_basis.length ? 'book.noBasisHint' : 'book.allBased')}
      </p>
      {chapter.without_basis.length > 0 && (
        <ul className="list">
          {chapter.without_basis.map((one) => (
            <ElementItem key={one.element} element={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function ElementItem({ element }: { element: ClauseElement }) {
  const lang = useLang();
  return (
    <li className="row">
      <div className="row-main">
        <span className="row-title">{localName(element.name, element.name_en, lang) || element.element}</span>
        <span className="row-meta">
          <code>{element.element}</code>
        </span>
      </div>
      <div className="row-side book-ids">
        {element.clauses.map((id) => (
          <span key={id} className="clause-id">
            {id}
          </span>
        ))}
      </div>
    </li>
  );
}

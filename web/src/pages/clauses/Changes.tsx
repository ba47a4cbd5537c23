/** What each publication of the clauses changed. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { clauses, type ClauseEdit } from '../../api/clauses';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { Wordings } from './Marks';

function kindOf(edit: ClauseEdit): 'added' | 'struck' | 'edited' {
  if (!edit.before) return 'added';
  return edit.after ? 'edited' : 'struck';
}

export function Changes() {
  const { t } = useTranslation();
  const changes = useQuery({ queryKey: ['clauses', 'changes'], queryFn: clauses.changes });
  if (changes.isPending) return <ListLoading />;
  if (changes.isLoadingError) return <ErrorState error={changes.error} retry={changes.refetch} />;
  const items = changes.data.items;
  if (items.length === 0) return <StateMessage title={t('book.noChanges')} />;
  return (
    <section aria-label={t('book.changes')}>
      <p className="quiet">{t('book.changesLead')}</p>
      {items.map((one) => (
        <article key={one.version} className="book-change">
          <h2 className="book-subtitle">
            {t('book.published', { version: one.version, name: one.by_name })}{' '}
            <span className="quiet">
              <Moment at={one.at} />
            </span>
          </h2>
          {one.edits.length === 0 && (
            <p className="quiet">{t(one.version === 1 ? 'book.first' : 'book.same')}</p>
          )}
          <ul className="book-lines">
            {one.edits.map((edit) => (
              <li key={edit.clause} className="book-mark">
                <span>
                  <span className="clause-id">{edit.clause}</span> {t(`book.${kindOf(edit)}`)}
                </span>
                <Wordings before={edit.before} after={edit.after} />
              </li>
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
}

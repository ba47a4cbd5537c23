/** The clauses that a search found, of every procedure. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { clauses, type ClauseState } from '../../api/clauses';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { EntryItem } from './EntryItem';

export function Found({ text, state }: { text: string; state: ClauseState }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['clauses', 'entries', text, state],
    queryFn: () => clauses.entries(text, state),
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  if (found.data.items.length === 0) {
    return <StateMessage title={t('book.nothing')} hint={t('book.nothingHint')} />;
  }
  return (
    <>
      <ul className="list">
        {found.data.items.map((entry) => (
          <EntryItem key={entry.clause.id} entry={entry} only={found.data.items.length === 1} />
        ))}
      </ul>
      {found.data.more > 0 && (
        <p className="more quiet">{t('book.moreFound', { count: found.data.more })}</p>
      )}
    </>
  );
}

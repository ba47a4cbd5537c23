/** The book of written clauses: contents at the side, a procedure, a search or the changes. */
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { clauses, type ClauseState } from '../../api/clauses';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/clauses.css';
import { Changes } from './Changes';
import { ChapterView } from './ChapterView';
import { Contents } from './Contents';
import { Found } from './Found';
import { Summary } from './Summary';
import './texts';

const STATES = ['traced', 'waived', 'missing', 'review', 'unproven'] as const;

export default function ClausesPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const book = useQuery({ queryKey: ['clauses', 'book'], queryFn: clauses.book, staleTime: 60_000 });
  useEffect(() => {
    document.title = `${t('book.title')} · ${t('app.name')}`;
  }, [t]);
  const procedure = search.get('procedure') ?? '';
  const text = search.get('text') ?? '';
  const state: ClauseState = STATES.find((one) => one === search.get('state')) ?? '';
  const changes = search.get('view') === 'changes';
  const go = (to: Record<string, string>) =>
    setSearch(Object.fromEntries(Object.entries(to).filter(([, value]) => value)));
  const chapters = book.data?.chapters ?? [];

  return (
    <div className="page wide book">
      <div className="book-head">
        <h1 className="page-title">{t('book.title')}</h1>
        <Button type="text" aria-pressed={changes} onClick={() => go(changes ? {} : { view: 'changes' })}>
          {t('book.changes')}
        </Button>
      </div>
      <p className="quiet">{t('book.lead')}</p>
      <div className="filters">
        <SearchField
          value={text}
          label={t('book.search')}
          onSearch={(wanted) => go({ text: wanted, state })}
        />
        <Select
          aria-label={t('book.state')}
          value={state}
          onChange={(wanted: ClauseState) => go({ text, state: wanted })}
          options={[
            { value: '', label: t('book.state_all') },
            ...STATES.map((value) => ({ value, label: t(`book.state_${value}`) })),
          ]}
          popupMatchSelectWidth={false}
        />
      </div>
      {book.isPending && <ListLoading />}
      {book.isLoadingError && <ErrorState error={book.error} retry={book.refetch} />}
      {book.data && (
        <div className="book-body">
          <Contents chapters={chapters} chosen={procedure} choose={(key) => go({ procedure: key })} />
          <div className="book-main">
            {changes && <Changes />}
            {!changes && (text || state) && <Found text={text} state={state} />}
            {!changes && !text && !state && procedure && <ChapterView procedure={procedure} />}
            {!changes && !text && !state && !procedure && (
              <Summary
                chapters={chapters}
                choose={(key) => go({ procedure: key })}
                toState={(wanted) => go({ state: wanted })}
              />
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** What an edited clause leaves to review: both wordings, and the act of confirming. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clauses, type ClauseMark, type ClausePlace } from '../../api/clauses';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { OperationDialog } from '../../widgets/OperationDialog';

export function Marks({ clause, places }: { clause: string; places: ClausePlace[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ClauseMark | null>(null);
  const marks = useQuery({ queryKey: ['clauses', 'marks'], queryFn: clauses.marks });
  const refresh = useMutation({
    mutationFn: () => client.invalidateQueries({ queryKey: ['clauses'] }),
    onError: () => void message.error(t('problem.unknown')),
  });
  const own = (marks.data?.items ?? []).filter((one) => one.clause === clause && !one.reviewed_at);
  const nameOf = (mark: ClauseMark) => {
    const place = places.find((one) => one.process === mark.process && one.element === mark.element);
    if (!place) return [mark.process, mark.element].filter(Boolean).join(' › ');
    const process = localName(place.process_name, place.process_name_en, lang);
    const element = localName(place.name, place.name_en, lang) || place.element;
    return `${process} › ${element || t('book.wholeProcess')}`;
  };
  return (
    <div className="book-marks">
      <h4 className="book-part-title">{t('book.marks')}</h4>
      <ul className="book-lines">
        {own.map((one) => (
          <li key={one.id} className="book-mark">
            <strong>{nameOf(one)}</strong>
            <Wordings before={one.before} after={one.after} />
            <Button size="small" onClick={() => setChosen(one)}>
              {t('book.review')}
            </Button>
          </li>
        ))}
      </ul>
      {chosen && (
        <OperationDialog
          title={t('book.reviewTitle')}
          hint={`${clause} · ${nameOf(chosen)}`}
          reasonOptional
          reasonLabel={t('book.reviewNote')}
          perform={(note) => clauses.review(chosen.process, clause, chosen.element, note)}
          onClose={() => {
            setChosen(null);
            refresh.mutate();
          }}
        />
      )}
    </div>
  );
}

export function Wordings({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  return (
    <dl className="wordings">
      {before && (
        <div>
          <dt>{t('book.before')}</dt>
          <dd className="wording-before">{before}</dd>
        </div>
      )}
      <div>
        <dt>{t('book.after')}</dt>
        <dd className={after ? 'wording-after' : 'quiet'}>{after || t('book.gone')}</dd>
      </div>
    </dl>
  );
}

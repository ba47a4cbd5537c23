/** The bar below a form: what can be done, and what happened to the draft. Sticks on phones. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import dayjs from 'dayjs';
import type { FieldProblem } from '../../api/types';
import { useLang } from '../../i18n';
import type { DraftState } from './useDraft';

export function ActionBar({ draft, children }: { draft: DraftState; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="bar">
      <span className="bar-note" role="status">
        {draft.failed && t('task.draftFailed')}
        {!draft.failed &&
          draft.savedAt &&
          t(draft.synced === 'kept' ? 'task.draftKept' : 'task.draftSaved', { time: dayjs(draft.savedAt).format('HH:mm') })}
      </span>
      <span className="bar-actions">{children}</span>
    </div>
  );
}

export function RestErrors({ problems }: { problems: FieldProblem[] }) {
  const lang = useLang();
  if (problems.length === 0) return null;
  return (
    <ul className="rest-errors" role="alert">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.rule}`}>{lang === 'zh' ? problem.zh : problem.en}</li>
      ))}
    </ul>
  );
}

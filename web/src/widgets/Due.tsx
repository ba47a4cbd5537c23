/** A deadline in words, coloured by how near it is; the rule behind it on hover. */
import { ClockCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { WorkItem } from '../api/types';
import { dueWords } from '../lib/due';
import { useNow } from './useNow';

type Deadline = Pick<
  WorkItem,
  'due_at' | 'due_unconfirmed' | 'due_workdays' | 'due_rule_workdays'
>;

export function Due({ of, quiet = false }: { of: Deadline; quiet?: boolean }) {
  const { t } = useTranslation();
  const due = dueWords(of.due_at, useNow(), of.due_workdays);
  if (!due) return quiet ? null : <span className="quiet">{t('due.none')}</span>;
  const { key, count, time, date, tone } = due;
  const rule = of.due_rule_workdays;
  const title = [t('due.at', { date, time }), rule ? t('due.rule', { count: rule }) : ''];
  return (
    <span className={`due ${tone}`} title={title.filter(Boolean).join('\n')}>
      <ClockCircleOutlined aria-hidden />
      {t(`due.${key}`, { count, time, date })}
      {of.due_unconfirmed && <span className="due-unconfirmed">{t('due.unconfirmed')}</span>}
    </span>
  );
}

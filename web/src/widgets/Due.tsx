/** A deadline in words, coloured by how near it is. */
import { ClockCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { dueWords } from '../lib/due';
import { useNow } from './useNow';

export function Due({ at, quiet = false }: { at: string | null; quiet?: boolean }) {
  const { t } = useTranslation();
  const due = dueWords(at, useNow());
  if (!due) return quiet ? null : <span className="quiet">{t('due.none')}</span>;
  const { key, count, time, date, tone } = due;
  return (
    <span className={`due ${tone}`} title={t('due.at', { date, time })}>
      <ClockCircleOutlined aria-hidden />
      {t(`due.${key}`, { count, time, date })}
    </span>
  );
}

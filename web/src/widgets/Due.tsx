/** A deadline in words, coloured by how near it is. */
import { ClockCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { dueWords } from '../lib/due';
import { useNow } from './useNow';

interface Props {
  at: string | null;
  quiet?: boolean;
  /** The holidays of a year on the way are not announced yet. */
  unconfirmed?: boolean;
}

export function Due({ at, quiet = false, unconfirmed = false }: Props) {
  const { t } = useTranslation();
  const due = dueWords(at, useNow());
  if (!due) return quiet ? null : <span className="quiet">{t('due.none')}</span>;
  const { key, count, time, date, tone } = due;
  return (
    <span className={`due ${tone}`} title={t('due.at', { date, time })}>
      <ClockCircleOutlined aria-hidden />
      {t(`due.${key}`, { count, time, date })}
      {unconfirmed && <span className="due-unconfirmed">{t('due.unconfirmed')}</span>}
    </span>
  );
}

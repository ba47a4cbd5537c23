/** The period in one line. */
import { useTranslation } from 'react-i18next';
import type { Statistics } from './api';
import { spanText, type Time } from './figures';

export function Totals({ told, time }: { told: Statistics; time: Time }) {
  const { t } = useTranslation();
  const { totals } = told;
  const spread = time === 'working' ? totals.duration.working : totals.duration.clock;
  const now = t('running.now');
  return (
    <dl className="running-totals">
      <Total name={t('running.started')} value={totals.started} />
      <Total name={t('running.ended')} value={totals.ended} />
      <Total name={t('running.open')} value={totals.open} note={now} />
      <Total name={t('running.overdue')} value={totals.overdue} note={now} />
      <Total name={t('running.stuck')} value={totals.stuck} note={now} />
      {spread && spread.count > 0 && (
        <Total
          name={t('running.duration')}
          value={spanText(spread.median, time, t)}
          note={t('running.inTen', { span: spanText(spread.p90, time, t) })}
        />
      )}
    </dl>
  );
}

function Total({ name, value, note }: { name: string; value: string | number; note?: string }) {
  return (
    <div className="running-total">
      <dt>{name}</dt>
      <dd>
        {value}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}

/** The trial's clock and the buttons that move it, begin anew and end. */
import { ClockCircleOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { trials, type Trial } from './api';
import type { Act } from './TrialPage';

const STEPS = [
  ['hour', 60],
  ['day', 24 * 60],
  ['week', 7 * 24 * 60],
] as const;

const written = (at: string) => dayjs(at).format('YYYY-MM-DD HH:mm');

interface Props {
  of: string;
  trial: Trial;
  act: Act;
}

export function ClockBar({ of, trial, act }: Props) {
  const { t } = useTranslation();
  const running = trial.standing === 'running';
  const due = nearestDue(trial);
  return (
    <section className="card trial-clock" aria-label={t('trial.clock')}>
      <p className="trial-now">
        <ClockCircleOutlined aria-hidden /> {t('trial.now')}{' '}
        {trial.now && <time dateTime={trial.now}>{dayjs(trial.now).format('YYYY-MM-DD ddd HH:mm')}</time>}
      </p>
      {running && (
        <div className="trial-steps">
          {STEPS.map(([name, minutes]) => (
            <Button key={name} disabled={act.busy} onClick={() => act.run(() => trials.clock(of, minutes))}>
              {t(`trial.${name}`)}
            </Button>
          ))}
          {due !== null && (
            <Button disabled={act.busy} onClick={() => act.run(() => trials.clock(of, due.minutes))}>
              {t('trial.pastDue', { at: dayjs(due.at).format('MM-DD HH:mm') })}
            </Button>
          )}
          {trial.next_due ? (
            <Button disabled={act.busy} onClick={() => act.run(() => trials.clock(of, null))}>
              {t('trial.next', { at: written(trial.next_due) })}
            </Button>
          ) : (
            <span className="quiet">{t('trial.nothingDue')}</span>
          )}
        </div>
      )}
      <div className="trial-steps">
        <Button
          disabled={act.busy}
          onClick={() =>
            act.run(() => trials.begin(of, { draft: trial.draft, version: trial.version, at: null }))
          }
        >
          {t('trial.again')}
        </Button>
        <EndButton of={of} act={act} />
      </div>
    </section>
  );
}

/** The first due time that has not passed, and how many minutes it takes to be just past it. */
function nearestDue(trial: Trial): { at: string; minutes: number } | null {
  const now = Date.parse(trial.now ?? '');
  const [at] = trial.items
    .flatMap((one) => (one.due_at && Date.parse(one.due_at) >= now ? [one.due_at] : []))
    .sort();
  return at ? { at, minutes: Math.floor((Date.parse(at) - now) / 60_000) + 1 } : null;
}

export function EndButton({ of, act }: { of: string; act: Act }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const end = async () => {
    await trials.end(of);
    await client.invalidateQueries({ queryKey: ['trial', of] });
  };
  return (
    <Button type="text" disabled={act.busy} onClick={() => void end()}>
      {t('trial.end')}
    </Button>
  );
}

/** Which version and which period; both stand in the address. */
import { Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Statistics } from './api';
import { daysBefore, daysOf } from './figures';

const USUAL = [30, 90, 180, 365] as const;

interface Props {
  told: Statistics;
  change: (changed: Record<string, string | null>) => void;
}

export function AskedBar({ told, change }: Props) {
  const { t } = useTranslation();
  const days = daysOf(told.since, told.until);
  return (
    <div className="running-asked">
      <label>
        {t('running.version')}
        <Select
          value={told.version ?? 0}
          onChange={(version) => change({ version: version ? String(version) : null })}
          aria-label={t('running.version')}
          popupMatchSelectWidth={false}
          options={[
            { value: 0, label: t('running.everyVersion') },
            ...told.versions.map((one) => ({
              value: one.version,
              label: t('running.versionNumber', { number: one.version }),
            })),
          ]}
        />
      </label>
      <Segmented
        aria-label={t('running.period')}
        value={days}
        onChange={(count) =>
          change({ since: daysBefore(told.until, Number(count)), until: told.until })
        }
        options={USUAL.map((count) => ({ value: count, label: t(`running.days${count}`) }))}
      />
      <label>
        {t('running.since')}
        <Input
          type="date"
          value={told.since}
          max={told.until}
          onChange={(event) => event.target.value && change({ since: event.target.value })}
        />
      </label>
      <label>
        {t('running.until')}
        <Input
          type="date"
          value={told.until}
          min={told.since}
          onChange={(event) =>
            event.target.value && change({ until: event.target.value, since: told.since })
          }
        />
      </label>
    </div>
  );
}

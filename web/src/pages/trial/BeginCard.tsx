/** Before a trial: what is tried, and when its clock begins. */
import { Button, Input, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { trials } from './api';
import type { Act } from './TrialPage';

export function BeginCard({ of, act }: { of: string; act: Act }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [which, setWhich] = useState(search.has('draft') ? 'draft' : 'published');
  const [at, setAt] = useState(dayjs().format('YYYY-MM-DDTHH:mm'));
  const version = Number(search.get('version')) || null;
  const begin = () =>
    act.run(() =>
      trials.begin(of, {
        draft: which === 'draft',
        version: which === 'published' ? version : null,
        at: at ? dayjs(at).toISOString() : null,
      }),
    );
  return (
    <section className="card trial-begin">
      <div className="running-asked">
        <Segmented
          aria-label={t('trial.which')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'published', label: t('trial.published') },
            { value: 'draft', label: t('trial.draft') },
          ]}
        />
        <label>
          {t('trial.clockBegins')}
          <Input
            className="trial-clock-input"
            type="datetime-local"
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
        </label>
      </div>
      <p className="quiet">{t('trial.alone')}</p>
      <Button type="primary" loading={act.busy} onClick={begin}>
        {t('trial.begin')}
      </Button>
    </section>
  );
}

/** The start form, filled in as somebody who may start the process. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { formTitle } from '../../lib/formSchema';
import { FormView, type FormHandle } from '../../widgets/form/FormView';
import { useUser } from '../../session';
import { RestErrors } from '../task/ActionBar';
import { useSend } from '../task/useSend';
import { NO_DRAFT, trials, type Trial } from './api';
import { nameOf, PersonChoice } from './PersonChoice';
import { EndButton } from './ClockBar';
import type { Act } from './TrialPage';

const EMPTY = {};

export function StartCard({ of, trial, act }: { of: string; trial: Trial; act: Act }) {
  const { t } = useTranslation();
  const lang = useLang();
  const form = useRef<FormHandle>(null);
  const me = useUser().id;
  const first = trial.starters.find((one) => one.id === me) ?? trial.starters[0];
  const [by, setBy] = useState(first?.id ?? '');
  const { busy, rest, submit } = useSend({
    form,
    draft: NO_DRAFT,
    send: (data) => trials.start(of, by, data),
    onSent: act.show,
  });
  return (
    <section className="card form-card">
      <div className="trial-head">
        <PersonChoice
          label={t('trial.whoStarts')}
          people={trial.starters}
          value={by}
          choose={setBy}
        />
        <EndButton of={of} act={act} />
      </div>
      {trial.form ? (
        <>
          <h2 className="card-title">{formTitle(trial.form, lang) || t('task.form')}</h2>
          <FormView
            ref={form}
            schema={trial.form}
            data={EMPTY}
            upload={(file) => trials.upload(of, by, file)}
          />
        </>
      ) : (
        <p className="quiet">{t('trial.noForm')}</p>
      )}
      <RestErrors problems={rest} />
      <div className="trial-actions">
        <Button type="primary" loading={busy} disabled={!by} onClick={submit}>
          {t('trial.startAs', { name: nameOf(trial.starters, by, lang) })}
        </Button>
      </div>
    </section>
  );
}

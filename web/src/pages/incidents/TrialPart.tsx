/** Tries a correction out: what each value was and would be, and how far the case would get. */
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { operate, type Trial } from '../../api/operate';
import type { Incident, Json, Label, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { formatValue } from '../../lib/format';
import { labelOf, labelText } from '../../lib/labels';
import { useProblemText } from '../../widgets/States';
import type { Correction } from './Corrections';

interface Props {
  incident: Incident;
  rows: Correction[];
  labels: Label[];
  read: () => Variables | null;
}

export function TrialPart({ incident, rows, labels, read }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const asked = JSON.stringify(rows);
  const trial = useMutation({
    mutationFn: async (values: Variables) => ({
      asked,
      found: await operate.tryRetry(incident.id, values),
    }),
  });
  const start = (): void => {
    const values = read();
    if (values) trial.mutate(values);
  };
  const current = trial.data?.asked === asked ? trial.data.found : null;
  return (
    <div className="trial">
      <Button onClick={start} loading={trial.isPending}>
        {t('stuck.tryOut')}
      </Button>
      {trial.isError && <Alert type="error" showIcon title={problemText(trial.error).title} role="alert" />}
      {current && <Outcome found={current} labels={labels} />}
    </div>
  );
}

function Outcome({ found, labels }: { found: Trial; labels: Label[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  const where = lang === 'zh' ? found.where_zh : found.where_en;
  const onward = found.ends
    ? t('stuck.ends')
    : where
      ? t('stuck.goesOn', { where })
      : t('stuck.goesOnSilent');
  const said = found.goes_on
    ? onward
    : t('stuck.stays', { reason: lang === 'zh' ? found.zh : found.en });
  const names = Object.keys(found.after);
  const show = (value: unknown): string =>
    formatValue(value as Json, t('common.yes'), t('common.no')) || '–';
  return (
    <div className="trial-outcome" role="status">
      <Alert type={found.goes_on ? 'success' : 'warning'} showIcon title={said} />
      {names.length === 0 ? (
        <p className="quiet">{t('stuck.nothingChanged')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('stuck.variable')}</th>
              <th scope="col">{t('stuck.before')}</th>
              <th scope="col">{t('stuck.after')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{labelText(labelOf(labels, name), name, lang)}</th>
                <td>{show(found.before[name])}</td>
                <td>{show(found.after[name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

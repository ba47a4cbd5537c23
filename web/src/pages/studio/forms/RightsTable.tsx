/** Fields against steps: who may fill in, read or not see what. */
import { useTranslation } from 'react-i18next';
import type { StepRights } from './stepRights';

export function RightsTable({ steps }: { steps: StepRights[] }) {
  const { t } = useTranslation();
  if (steps.length === 0) return <p className="quiet">{t('formEdit.noSteps')}</p>;
  const fields = [...new Set(steps.flatMap((one) => Object.keys(one.fields)))];
  const say = (access: string) => t(`formEdit.access_${access}`, { defaultValue: access });
  return (
    <>
      <p className="quiet">{t('formEdit.rightsHint')}</p>
      <div className="rights-scroll" tabIndex={0} role="group" aria-label={t('formEdit.rights')}>
        <table className="rights">
          <thead>
            <tr>
              <th scope="col">{t('formEdit.step')}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  <code>{field}</code>
                </th>
              ))}
              <th scope="col">{t('formEdit.others')}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.id}>
                <th scope="row">{step.name || step.id}</th>
                {fields.map((field) => (
                  <td key={field}>{say(step.fields[field] ?? step.otherwise)}</td>
                ))}
                <td>{say(step.otherwise)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

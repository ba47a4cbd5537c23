/** What a change of the organisation would do, line by line. */
import { useTranslation } from 'react-i18next';

interface Props {
  differences: string[];
  notices: string[];
}

export function PlanLines({ differences, notices }: Props) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <p className="field-label">{t('house.differences', { count: differences.length })}</p>
      {differences.length === 0 ? (
        <p className="quiet">{t('house.noDifferences')}</p>
      ) : (
        <ul className="plan-lines">
          {differences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {notices.map((line) => (
        <p className="quiet" key={line}>
          {line}
        </p>
      ))}
    </div>
  );
}

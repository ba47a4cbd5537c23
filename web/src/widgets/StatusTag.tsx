/** The state of a case as a small coloured word. */
import { useTranslation } from 'react-i18next';
import type { Instance } from '../api/types';

const KNOWN = [
  'active',
  'running',
  'completed',
  'terminated',
  'withdrawn',
  'rejected',
  'canceled',
  'quarantined',
];

export function StatusTag({ instance }: { instance: Instance }) {
  const { t } = useTranslation();
  if (instance.open_incidents > 0) {
    return <span className="tag late">{t('case.incident')}</span>;
  }
  const known = KNOWN.includes(instance.status);
  const text = known ? t(`case.${instance.status}`) : instance.status;
  return <span className={`tag ${instance.status}`}>{text}</span>;
}

/** What had to be done to open the file, and what of another tool's file cannot be run. */
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFinding } from '../../../api/studio';

interface Props {
  origin: string;
  laidOut: boolean;
  findings: StudioFinding[];
  pending: boolean;
}

export function OpenedNote({ origin, laidOut, findings, pending }: Props) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(false);
  const errors = findings.filter((one) => one.severity === 'error').length;
  const foreign = t(errors ? 'opened.imported' : 'opened.importedWell', { count: errors });
  const notes = [
    ...(laidOut ? [t('opened.laidOut')] : []),
    ...(origin === 'import' && !pending ? [foreign] : []),
  ];
  if (seen || notes.length === 0) return null;
  return (
    <Alert
      type={errors && origin === 'import' ? 'warning' : 'info'}
      banner
      closable={{ closeIcon: true, onClose: () => setSeen(true) }}
      title={notes.join(' ')}
    />
  );
}

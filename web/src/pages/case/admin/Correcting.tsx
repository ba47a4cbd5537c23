/** Correcting data of a case; what they were before is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail, Json, Variables } from '../../../api/types';
import { typedValue } from '../../../lib/typedValue';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { Corrections, type Correction } from '../../incidents/Corrections';

interface Props {
  found: CaseDetail;
  onClose: () => void;
}

/** The rows as variables; null while one has no name, or a value that is not of its kind. */
function read(rows: Correction[]): Variables | null {
  const pairs = rows.map((row) => [row.name.trim(), typedValue(row.kind, row.text)] as const);
  if (pairs.some(([name, value]) => !name || value === undefined)) return null;
  return Object.fromEntries(pairs.map(([name, value]) => [name, value as Json]));
}

export function Correcting({ found, onClose }: Props) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<Correction[]>([]);
  const values = read(rows);
  return (
    <OperationDialog
      wide
      title={t('admin.variables')}
      hint={t('admin.hint.variables')}
      ready={rows.length > 0 && values !== null}
      perform={(reason) => administration.correct(found.id, values ?? {}, reason)}
      onClose={onClose}
    >
      <Corrections
        rows={rows}
        variables={found.variables}
        labels={found.labels}
        change={setRows}
      />
    </OperationDialog>
  );
}

/** Bringing others in, handing work over, and urging it: whom, where, and why. */
import { Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail } from '../../api/types';
import { useUser } from '../../session';
import { OperationDialog } from '../../widgets/OperationDialog';
import { PeopleSelect } from '../../widgets/PeopleSelect';

export const OPERATIONS = [
  'add-sign',
  'remove-sign',
  'delegate',
  'transfer',
  'appoint',
  'urge',
] as const;
const PLACES = ['before', 'beside', 'after'] as const;
export type OperationName = (typeof OPERATIONS)[number];
type Place = (typeof PLACES)[number];

/** Those that this person may perform now. */
export function useOperations(task: TaskDetail): OperationName[] {
  const removable = useRemovable(task);
  return OPERATIONS.filter(
    (one) => task.actions.includes(one) && (one !== 'remove-sign' || removable.length > 0),
  );
}

/** Who has not acted yet and was added by this person; by anybody, for an administrator. */
function useRemovable(task: TaskDetail): { value: string; label: string }[] {
  const user = useUser();
  const office = task.actions.includes('appoint');
  return (task.approval?.seats ?? [])
    .filter((seat) => ['waiting', 'asked'].includes(seat.state))
    .filter((seat) => office || seat.added_by === user.id)
    .flatMap((seat) => (seat.who ? [{ value: seat.who, label: seat.name ?? seat.who }] : []));
}

interface Props {
  task: TaskDetail;
  operation: OperationName;
  onClose: () => void;
}

export function Operation({ task, operation, onClose }: Props) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string[]>([]);
  const [place, setPlace] = useState<Place>('beside');
  const removable = useRemovable(task);
  const urges = operation === 'urge';
  const perform = async (reason: string): Promise<void> => {
    const who = to[0] ?? '';
    if (urges) await api.urge(task.id, reason);
    else if (operation === 'transfer') await api.transfer(task.id, who, reason);
    else if (operation === 'delegate') await api.delegate(task.id, who, reason);
    else if (operation === 'appoint') await api.appoint(task.id, who, reason);
    else if (operation === 'remove-sign') await api.removeSigner(task.id, who, reason);
    else await api.addSigners(task.id, to, place, reason);
  };
  return (
    <OperationDialog
      title={t(`operation.${operation}`)}
      hint={t(`operation.hint.${operation}`)}
      ready={urges || to.length > 0}
      reasonOptional={urges}
      perform={perform}
      onClose={onClose}
    >
      {operation === 'add-sign' && (
        <Radio.Group
          value={place}
          onChange={(event) => setPlace(event.target.value as Place)}
          options={PLACES.map((one) => ({ value: one, label: t(`operation.place.${one}`) }))}
        />
      )}
      {operation === 'remove-sign' && (
        <Select
          className="wide-field"
          aria-label={t('operation.to')}
          placeholder={t('operation.to')}
          value={to[0] ?? null}
          onChange={(one: string) => setTo([one])}
          options={removable}
        />
      )}
      {!urges && operation !== 'remove-sign' && <PeopleSelect value={to} onChange={setTo} />}
    </OperationDialog>
  );
}

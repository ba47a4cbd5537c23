/** Returning a task to an earlier one: where to, and why. */
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { useOperation } from '../../widgets/useOperation';

/** Two processes of a case may each have a task of the same id. */
const placeOf = (one: { process: string; element_id: string }) => `${one.process}/${one.element_id}`;

export function Return({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  const [to, setTo] = useState<string>();
  const [reason, setReason] = useState('');
  const [straight, setStraight] = useState(false);
  const found = useQuery({
    queryKey: ['destinations', task.id],
    queryFn: () => api.destinations(task.id),
    staleTime: 0,
  });
  const items = found.data?.items ?? [];
  const chosen = items.find((one) => placeOf(one) === to) ?? items[0];
  const perform = useOperation(async () => {
    if (!chosen) return;
    const where = chosen.is_start ? 'initiator' : placeOf(chosen);
    await api.giveBack(task.id, where, reason, straight && !chosen.is_start);
  }, onClose);
  return (
    <Modal
      open
      title={t('move.return')}
      okText={t('operation.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !chosen || !reason.trim(), loading: perform.isPending }}
      onOk={() => perform.mutate()}
      onCancel={onClose}
    >
      <p className="quiet">{t(items.length || found.isPending ? 'move.hint' : 'move.nowhere')}</p>
      <Select
        className="wide-field"
        aria-label={t('move.to')}
        value={chosen ? placeOf(chosen) : null}
        onChange={(place) => setTo(place ?? undefined)}
        loading={found.isPending}
        options={items.map((one) => ({
          value: placeOf(one),
          label: one.is_start ? t('move.initiator') : localName(one.zh, one.en, lang),
        }))}
      />
      <Input.TextArea
        aria-label={t('operation.reason')}
        placeholder={t('operation.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {!chosen?.is_start && (
        <Checkbox checked={straight} onChange={(event) => setStraight(event.target.checked)}>
          {t('move.straight')}
        </Checkbox>
      )}
    </Modal>
  );
}

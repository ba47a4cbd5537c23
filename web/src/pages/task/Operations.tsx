/** Adding signers, transferring and delegating: whom, where, and why. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail } from '../../api/types';
import { useProblemText } from '../../widgets/States';

const OPERATIONS = ['add-sign', 'delegate', 'transfer'] as const;
const PLACES = ['before', 'beside', 'after'] as const;
type Operation = (typeof OPERATIONS)[number];
type Place = (typeof PLACES)[number];

export function Operations({ task }: { task: TaskDetail }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Operation | null>(null);
  const allowed = OPERATIONS.filter((one) => task.actions.includes(one));
  return (
    <>
      {allowed.map((one) => (
        <Button key={one} onClick={() => setOpen(one)}>
          {t(`operation.${one}`)}
        </Button>
      ))}
      {open && <Asking task={task} operation={open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface Props {
  task: TaskDetail;
  operation: Operation;
  onClose: () => void;
}

function Asking({ task, operation, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people });
  const [to, setTo] = useState<string>();
  const [place, setPlace] = useState<Place>('beside');
  const [reason, setReason] = useState('');
  const perform = useMutation({
    mutationFn: async () => {
      if (!to) return;
      if (operation === 'transfer') await api.transfer(task.id, to, reason);
      else if (operation === 'delegate') await api.delegate(task.id, to, reason);
      else await api.addSigners(task.id, [to], place, reason);
    },
    onSuccess: async () => {
      void message.success(t('operation.done'));
      onClose();
      for (const key of ['task', 'worklist', 'instance', 'history']) {
        await client.invalidateQueries({ queryKey: [key] });
      }
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  return (
    <Modal
      open
      title={t(`operation.${operation}`)}
      okText={t('operation.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !to || !reason.trim(), loading: perform.isPending }}
      onOk={() => perform.mutate()}
      onCancel={onClose}
    >
      <p className="quiet">{t(`operation.hint.${operation}`)}</p>
      {operation === 'add-sign' && (
        <Radio.Group
          value={place}
          onChange={(event) => setPlace(event.target.value as Place)}
          options={PLACES.map((one) => ({ value: one, label: t(`operation.place.${one}`) }))}
        />
      )}
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        className="wide-field"
        aria-label={t('operation.to')}
        placeholder={t('operation.to')}
        value={to}
        onChange={setTo}
        options={(people.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      />
      <Input.TextArea
        aria-label={t('operation.reason')}
        placeholder={t('operation.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}

/** Corrects variables by name, kind and value, with a reason, and retries. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Incident, Json, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { typedValue } from '../../lib/typedValue';
import { useProblemText } from '../../widgets/States';
import { Corrections, type Correction } from './Corrections';
import { TrialPart } from './TrialPart';

interface Props {
  incident: Incident;
  close: () => void;
}

export function RetryDialog({ incident, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [reason, setReason] = useState('');
  const [rows, setRows] = useState<Correction[]>([]);
  const [complaint, setComplaint] = useState('');
  const found = useQuery({
    queryKey: ['instance', incident.instance_id],
    queryFn: () => api.instance(incident.instance_id),
  }).data;
  const retry = useRetry(incident, close);

  const read = (): Variables | null => {
    const values = rows.map((row) => [row.name.trim(), typedValue(row.kind, row.text)] as const);
    const bad = values.find(([, value]) => value === undefined);
    const unnamed = values.some(([name]) => !name);
    if (unnamed) setComplaint(t('incident.needName'));
    else if (bad) setComplaint(t('incident.badValue', { name: bad[0] }));
    else setComplaint('');
    return unnamed || bad
      ? null
      : Object.fromEntries(values.map(([name, value]) => [name, value as Json]));
  };
  const send = (): void => {
    if (!reason.trim()) return setComplaint(t('incident.needReason'));
    const values = read();
    if (values) retry.mutate({ values, reason: reason.trim() });
  };

  return (
    <Modal
      open
      width={640}
      title={t('incident.fixTitle')}
      okText={t('incident.submit')}
      cancelText={t('common.cancel')}
      confirmLoading={retry.isPending}
      onOk={send}
      onCancel={close}
    >
      <div className="retry">
        <p className="quiet">{lang === 'zh' ? incident.zh : incident.en}</p>
        <Corrections rows={rows} variables={found?.variables ?? {}} labels={found?.labels ?? []} change={setRows} />
        <TrialPart incident={incident} rows={rows} read={read} labels={found?.labels ?? []} />
        <label className="field">
          <span className="field-label">{t('incident.reason')}</span>
          <Input.TextArea
            rows={2}
            value={reason}
            maxLength={500}
            placeholder={t('incident.reasonHint')}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {complaint && <Alert type="error" showIcon title={complaint} role="alert" />}
      </div>
    </Modal>
  );
}

function useRetry(incident: Incident, close: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: { values: Variables; reason: string }) =>
      api.retry(incident.id, sent.values, sent.reason),
    onSuccess: (instance) => {
      if (instance.open_incidents > 0) void message.warning(t('incident.again'));
      else void message.success(t('incident.retried'));
      close();
    },
    onError: (error) => void message.error(problemText(error).title),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['incidents'] });
      await client.invalidateQueries({ queryKey: ['instance', incident.instance_id] });
    },
  });
}

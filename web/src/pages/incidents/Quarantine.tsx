/** Cases that the worker leaves alone because it crashed on them: why, and the way on. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/calls';
import type { QuarantinedCase } from '../../api/types';
import { useUser } from '../../session';
import { Moment } from '../../widgets/Moment';
import { ErrorState, useProblemText } from '../../widgets/States';
import { Timed } from '../../widgets/Timed';

const KEY = ['quarantine'];
/** Only what is worth asking for; the server decides. */
const ADMINISTRATOR = 'administrator';

export function Quarantine() {
  const { t } = useTranslation();
  const asks = useUser().roles.includes(ADMINISTRATOR);
  const [chosen, setChosen] = useState<QuarantinedCase | null>(null);
  const found = useQuery({
    queryKey: KEY,
    queryFn: api.quarantine,
    enabled: asks,
    refetchInterval: 30_000,
  });
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('incident.quarantine')}>
      <h2 className="card-title">{t('incident.quarantine')}</h2>
      <p className="quiet">{t('incident.quarantineHint')}</p>
      <ul className="list">
        {items.map((one) => (
          <li className="row" key={one.instance_id}>
            <div className="row-main">
              <Link className="row-link" to={`/cases/${one.instance_id}`} data-key-row>
                {one.title}
              </Link>
              <p className="row-text">{one.fault}</p>
              <span className="row-meta">
                <span className="tag quarantined">{t('incident.quarantined')}</span>
                <span>{one.command}</span>
                <Timed sentence="incident.raised">
                  <Moment at={one.since} />
                </Timed>
              </span>
            </div>
            <div className="row-side">
              <Button type="primary" ghost onClick={() => setChosen(one)}>
                {t('incident.lift')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {chosen && <LiftDialog quarantined={chosen} close={() => setChosen(null)} />}
    </section>
  );
}

function LiftDialog({ quarantined, close }: { quarantined: QuarantinedCase; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState('');
  const lifting = useMutation({
    mutationFn: (why: string) => api.liftQuarantine(quarantined.instance_id, why),
    onSuccess: () => {
      void message.success(t('incident.lifted'));
      close();
    },
    onError: (error) => setComplaint(problemText(error).title),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const send = (): void => {
    if (reason.trim()) lifting.mutate(reason.trim());
    else setComplaint(t('incident.needReason'));
  };
  return (
    <Modal
      open
      title={t('incident.liftTitle')}
      okText={t('incident.lift')}
      cancelText={t('common.cancel')}
      confirmLoading={lifting.isPending}
      onOk={send}
      onCancel={close}
    >
      <div className="retry">
        <p className="quiet">{quarantined.fault}</p>
        <label className="field">
          <span className="field-label">{t('incident.reason')}</span>
          <Input.TextArea
            rows={2}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {complaint && <Alert type="error" showIcon title={complaint} role="alert" />}
      </div>
    </Modal>
  );
}

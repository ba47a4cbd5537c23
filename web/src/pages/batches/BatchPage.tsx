/** One batch: its preview with exactly what would be touched, then how far it is, item by item. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Progress, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { operate, type BatchDetail, type ItemStatus } from '../../api/operate';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/operate.css';
import { BatchItems } from './BatchItems';
import { Counts } from './Counts';
import { ProblemNote } from './ProblemNote';
import './texts';

export default function BatchPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [status, setStatus] = useState<ItemStatus | null>(null);
  const found = useQuery({
    queryKey: ['batch', id, status],
    queryFn: () => operate.batch(id, status, 0),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.status === 'running' ? 1_000 : false),
  });
  const batch = found.data;
  useEffect(() => {
    document.title = `${t('batch.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="page">
      <Link className="back" to="/batches">
        {t('batch.back')}
      </Link>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {batch && (
        <>
          <h1 className="page-title">{t(`batch.actionName.${batch.action}`)}</h1>
          <Summary batch={batch} />
          <section className="card room-card" aria-label={t('batch.items')}>
            <div className="room-head">
              <h2 className="card-title">{t('batch.items')}</h2>
              <StatusFilter batch={batch} status={status} change={setStatus} />
            </div>
            <BatchItems batch={batch} status={status} />
          </section>
        </>
      )}
    </div>
  );
}

function StatusFilter(props: {
  batch: BatchDetail;
  status: ItemStatus | null;
  change: (status: ItemStatus | null) => void;
}) {
  const { t } = useTranslation();
  const known = Object.keys(props.batch.counts);
  if (known.length < 2 && props.status === null) return null;
  return (
    <Select
      aria-label={t('batch.result')}
      value={props.status ?? ''}
      onChange={(value) => props.change(value === '' ? null : (value as ItemStatus))}
      options={[
        { value: '', label: t('batch.all') },
        ...known.map((value) => ({ value, label: t(`batch.item.${value}`) })),
      ]}
      popupMatchSelectWidth={false}
    />
  );
}

function Summary({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['batch', batch.id] });
  const stop = useMutation({ mutationFn: () => operate.stop(batch.id), onSettled: again });
  const waiting = batch.counts['waiting'] ?? 0;
  const percent = batch.count ? Math.floor(((batch.count - waiting) / batch.count) * 100) : 0;
  return (
    <section className="card" aria-label={t('batch.progress')}>
      <div className="batch-facts">
        <span className="tag">{t(`batch.status.${batch.status}`)}</span>
        <span className="quiet">{t('batch.by', { name: batch.by_name })}</span>
        <span className="quiet">
          <Moment at={batch.started_at ?? batch.made_at} />
        </span>
        <Counts counts={batch.counts} />
      </div>
      {batch.reason && <p className="row-text">{batch.reason}</p>}
      {batch.status === 'previewed' && <Confirm batch={batch} again={again} />}
      {batch.status !== 'previewed' && (
        <Progress
          percent={percent}
          status={batch.status === 'running' ? 'active' : 'normal'}
          aria-label={t('batch.progress')}
        />
      )}
      {batch.undoable && <Undo id={batch.id} />}
      <ProblemNote error={stop.error} />
      {batch.status === 'running' && (
        <Button danger loading={stop.isPending} onClick={() => stop.mutate()}>
          {t('batch.stop')}
        </Button>
      )}
    </section>
  );
}

function Undo({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const undo = useMutation({
    mutationFn: () => operate.undo(id),
    onSuccess: (preview) => navigate(`/batches/${preview.id}`),
  });
  return (
    <div className="batch-undo">
      <Button loading={undo.isPending} onClick={() => undo.mutate()}>
        {t('batch.undo')}
      </Button>
      <span className="quiet">{t('batch.undoHint')}</span>
      <ProblemNote error={undo.error} />
    </div>
  );
}

function Confirm({ batch, again }: { batch: BatchDetail; again: () => Promise<void> }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const run = useMutation({
    mutationFn: () => operate.run(batch.id, batch.digest, reason.trim()),
    onSettled: again,
  });
  const count = batch.counts['waiting'] ?? 0;
  const barred = batch.counts['barred'] ?? 0;
  return (
    <div className="batch-go">
      <p>{count > 0 ? t('batch.exactly', { count }) : t('batch.nothing')}</p>
      {barred > 0 && <p className="quiet">{t('batch.barredNote', { count: barred })}</p>}
      {count > 0 && (
        <>
          <label className="field">
            <span className="field-label">{t('batch.reason')}</span>
            <Input.TextArea
              rows={2}
              maxLength={500}
              value={reason}
              placeholder={t('batch.reasonHint')}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <ProblemNote error={run.error} />
          <div>
            <Button
              type="primary"
              disabled={!reason.trim()}
              loading={run.isPending}
              onClick={() => run.mutate()}
            >
              {t('batch.run', { count })}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Operations on many cases: asking for a new one, and those that were run. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operate, type Batch } from '../../api/operate';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import '../../styles/operate.css';
import { BatchForm } from './BatchForm';
import { Counts } from './Counts';
import './texts';

export default function BatchesPage() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['batches'],
    queryFn: () => operate.batches(null),
    refetchInterval: 15_000,
  });
  useEffect(() => {
    document.title = `${t('batch.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="page">
      <h1 className="page-title">{t('batch.title')}</h1>
      <p className="quiet room-lead">{t('batch.lead')}</p>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <>
          <BatchForm actions={found.data.actions} />
          <section className="card room-card" aria-label={t('batch.past')}>
            <h2 className="card-title">{t('batch.past')}</h2>
            {found.data.items.length === 0 && <StateMessage title={t('batch.none')} />}
            <ul className="list plain">
              {found.data.items.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

function Row({ one }: { one: Batch }) {
  const { t } = useTranslation();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/batches/${one.id}`} data-key-row>
          {t(`batch.actionName.${one.action}`)}
        </Link>
        <p className="row-text">{one.reason}</p>
        <span className="row-meta">
          <span>{t('batch.by', { name: one.by_name })}</span>
          <Moment at={one.started_at} />
          <Counts counts={one.counts} />
        </span>
      </div>
      <div className="row-side">
        <span className="tag">{t(`batch.status.${one.status}`)}</span>
      </div>
    </li>
  );
}

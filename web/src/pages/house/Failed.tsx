/** Messages that did not go out, each with a way to try again. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { house, type Delivery } from '../../api/house';
import { Moment } from '../../widgets/Moment';
import { ErrorState } from '../../widgets/States';
import { ProblemNote } from '../batches/ProblemNote';

export function Failed() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['deliveries'], queryFn: () => house.deliveries('failed') });
  const items = found.data?.items ?? [];
  return (
    <section className="card room-card" id="messages" aria-label={t('house.failed')}>
      <h2 className="card-title">{t('house.failed')}</h2>
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && <p className="quiet">{t('house.noFailed')}</p>}
      <ul className="list plain">
        {items.map((one) => (
          <FailedRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function FailedRow({ one }: { one: Delivery }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => house.sendAgain(one.id),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['deliveries'] });
      await client.invalidateQueries({ queryKey: ['health'] });
    },
  });
  return (
    <li className="row">
      <div className="row-main">
        <span className="row-title">
          {one.channel} · {one.user}
        </span>
        <p className="row-text">{one.error}</p>
        <span className="row-meta">
          <Moment at={one.done_at} />
        </span>
        <ProblemNote error={again.error} />
      </div>
      <div className="row-side">
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          {t('house.sendAgain')}
        </Button>
      </div>
    </li>
  );
}

/** Every recorded change of the organisation, newest first: who, when, from which day on. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { house } from '../../api/house';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';

export function Changes() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['organisation', 'changes'], queryFn: house.changes });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = [...(found.data?.items ?? [])].reverse();
  if (items.length === 0) return <StateMessage title={t('house.noChanges')} />;
  return (
    <section className="card scroll-x" aria-label={t('house.views.changes')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('house.when')}</th>
            <th scope="col">{t('house.effective')}</th>
            <th scope="col">{t('house.by')}</th>
            <th scope="col">{t('house.why')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <Moment at={one.at} />
              </td>
              <td>
                <Moment at={one.effective_from} />
              </td>
              <td>{one.by}</td>
              <td>
                {one.leaver
                  ? t('house.leftTo', { leaver: one.leaver, successor: one.successor })
                  : one.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

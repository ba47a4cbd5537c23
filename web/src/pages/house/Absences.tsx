/** Who is absent now or soon, and who acts for them; everybody's for administrators. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { house } from '../../api/house';
import { useUser } from '../../session';
import { Moment } from '../../widgets/Moment';
import { ErrorState } from '../../widgets/States';

export function Absences() {
  const { t } = useTranslation();
  const everybody = useUser().roles.includes('administrator');
  const found = useQuery({
    queryKey: ['substitutions', everybody],
    queryFn: () => house.absences(everybody),
  });
  const now = new Date().toISOString();
  const items = (found.data?.items ?? []).filter((one) => !one.ended_at && one.ends_at > now);
  return (
    <section className="card room-card" aria-label={t('house.absences')}>
      <h2 className="card-title">{t('house.absences')}</h2>
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && <p className="quiet">{t('house.nobodyAbsent')}</p>}
      <ul className="list plain">
        {items.map((one) => (
          <li className="row" key={one.id}>
            <div className="row-main">
              <span className="row-title">
                {t('house.actsFor', { absent: one.person_name, substitute: one.substitute_name })}
              </span>
              <span className="row-meta">
                <Moment at={one.begins_at} />
                <span>–</span>
                <Moment at={one.ends_at} />
                {one.processes.length > 0 && <span>{one.processes.join('、')}</span>}
              </span>
            </div>
            {one.in_effect && <span className="tag">{t('house.inEffect')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Incidents for those who operate: what is stuck, why, and the way on. */
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/calls';
import type { Incident } from '../../api/types';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { Timed } from '../../widgets/Timed';
import { Quarantine } from './Quarantine';
import { RetryDialog } from './RetryDialog';

export default function IncidentsPage() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(true);
  const [chosen, setChosen] = useState<Incident | null>(null);
  const incidents = useQuery({
    queryKey: ['incidents', open],
    queryFn: () => api.incidents(open),
    refetchInterval: 30_000,
  });
  useEffect(() => {
    document.title = `${t('incident.title')} · ${t('app.name')}`;
  }, [t]);
  const items = (incidents.data?.items ?? []).filter((one) => (one.resolved_at === null) === open);
  return (
    <div className="page">
      <h1 className="page-title">{t('incident.title')}</h1>
      <div className="filters">
        <Segmented
          value={open ? 'open' : 'resolved'}
          onChange={(value) => setOpen(value === 'open')}
          options={[
            { value: 'open', label: t('incident.open') },
            { value: 'resolved', label: t('incident.resolved') },
          ]}
        />
      </div>
      {open && <Quarantine />}
      {incidents.isPending && <ListLoading />}
      {incidents.isLoadingError && <ErrorState error={incidents.error} retry={incidents.refetch} />}
      {incidents.data && items.length === 0 && (
        <StateMessage
          title={t(open ? 'incident.empty' : 'incident.emptyResolved')}
          hint={open ? t('incident.emptyHint') : ''}
        />
      )}
      {items.length > 0 && (
        <ul className="list">
          {items.map((one) => (
            <IncidentRow key={one.id} incident={one} fix={() => setChosen(one)} />
          ))}
        </ul>
      )}
      {chosen && <RetryDialog incident={chosen} close={() => setChosen(null)} />}
    </div>
  );
}

function IncidentRow({ incident, fix }: { incident: Incident; fix: () => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/cases/${incident.instance_id}`} data-key-row>
          {incident.title}
        </Link>
        <p className="row-text">{lang === 'zh' ? incident.zh : incident.en}</p>
        <span className="row-meta">
          <span className="chip">{incident.kind}</span>
          <span>{t('incident.element', { id: incident.element_id })}</span>
          {incident.resolved_at ? (
            <Timed sentence="incident.resolvedBy" values={{ name: incident.resolved_by ?? '' }}>
              <Moment at={incident.resolved_at} />
            </Timed>
          ) : (
            <Timed sentence="incident.raised">
              <Moment at={incident.raised_at} />
            </Timed>
          )}
        </span>
      </div>
      {!incident.resolved_at && (
        <div className="row-side">
          <Button type="primary" ghost onClick={fix}>
            {t('incident.fix')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** How the house is: what somebody should look at first, then every figure. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type HealthReport } from '../../api/house';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/operate.css';
import '../../styles/house.css';
import './texts';

const GIGA = 1_000_000_000;

function size(bytes: number): string {
  return bytes >= GIGA ? `${(bytes / GIGA).toFixed(1)} GB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export default function HealthPage() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['health'], queryFn: house.health, refetchInterval: 10_000 });
  useEffect(() => {
    document.title = `${t('house.health')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="page">
      <h1 className="page-title">{t('house.health')}</h1>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && <Report report={found.data} />}
    </div>
  );
}

function Report({ report }: { report: HealthReport }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { queues, files, worker, database, seal } = report;
  return (
    <>
      <div className="findings">
        {report.healthy && <Alert type="success" showIcon title={t('house.healthy')} />}
        {report.findings.map((one) => (
          <Alert
            key={one.en}
            type={one.grave ? 'error' : 'warning'}
            showIcon
            title={lang === 'zh' ? one.zh : one.en}
          />
        ))}
      </div>
      <div className="figures">
        <Group title={t('house.worker')}>
          <Fact name={t('house.workerHere')}>{t(worker.here ? 'common.yes' : 'common.no')}</Fact>
          <Fact name={t('house.lastSeen')}>
            {worker.last_seen ? <Moment at={worker.last_seen} /> : t('common.none')}
          </Fact>
          <Fact name={t('house.nextDue')}>
            {queues.next_due ? <Moment at={queues.next_due} /> : t('common.none')}
          </Fact>
        </Group>
        <Group title={t('house.queues')}>
          <Fact name={t('house.timersDue')}>{queues.timers_due}</Fact>
          <Fact name={t('house.jobsDue')}>{queues.jobs_due}</Fact>
          <Fact name={t('house.deadlinesDue')}>{queues.deadlines_due}</Fact>
          <Fact name={t('house.batchesRunning')}>{queues.batches}</Fact>
          <Fact name={t('house.messagesWaiting')}>{queues.deliveries_waiting}</Fact>
          <Fact name={t('house.messagesFailed')}>{queues.deliveries_failed}</Fact>
        </Group>
        <Group title={t('house.records')}>
          <Fact name={t('house.sealed')}>{seal.rows}</Fact>
          <Fact name={t('house.unsealed')}>{seal.waiting}</Fact>
          <Fact name={t('incident.title')}>{report.incidents}</Fact>
          <Fact name={t('house.quarantined')}>{report.quarantined}</Fact>
        </Group>
        <Group title={t('house.storage')}>
          <Fact name={t('house.database')}>
            {database.kind}
            {database.bytes !== null && ` · ${size(database.bytes)}`}
          </Fact>
          <Fact name={t('house.files')}>{t(`house.place.${files.place.replace(' ', '-')}`)}</Fact>
          {files.free !== null && <Fact name={t('house.free')}>{size(files.free)}</Fact>}
        </Group>
        <Group title={t('house.versions')}>
          <Fact name={t('app.name')}>{report.version}</Fact>
          <Fact name="Python">{report.python}</Fact>
          <Fact name={t('house.interpreter')}>{report.interpreter}</Fact>
        </Group>
      </div>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2 className="card-title">{title}</h2>
      <dl className="figure-list">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

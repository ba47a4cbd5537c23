/** How the house is: one sentence, what somebody should look at, then every figure. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { house, type HealthReport } from '../../api/house';
import { useLang } from '../../i18n';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import { ProblemNote } from '../batches/ProblemNote';
import '../../styles/operate.css';
import '../../styles/house.css';
import '../../styles/people.css';
import { Failed } from './Failed';
import './texts';

const GIGA = 1_000_000_000;
/** Where something can be done about a finding, besides on this page. */
const PLACES: Record<string, string> = { incidents: '/incidents' };

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
  const lang = useLang();
  const type = report.healthy ? (report.findings.length === 0 ? 'success' : 'info') : 'error';
  return (
    <>
      <div className="findings">
        <Alert
          className="health-sentence"
          type={type}
          showIcon
          title={lang === 'zh' ? report.zh : report.en}
          description={report.findings.length > 0 && <Findings report={report} />}
        />
      </div>
      <Figures report={report} />
      {report.queues.deliveries_failed > 0 && <Failed />}
    </>
  );
}

function Findings({ report }: { report: HealthReport }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <ul className="finding-list">
      {report.findings.map((one) => (
        <li key={one.en}>
          <span className={one.grave ? 'tag late' : 'tag'}>{t(one.grave ? 'house.grave' : 'house.look')}</span>
          <span>{lang === 'zh' ? one.zh : one.en}</span>
          {PLACES[one.place] && <Link to={PLACES[one.place] ?? ''}>{t('house.goThere')}</Link>}
          {one.place === 'messages' && <a href="#messages">{t('house.goThere')}</a>}
          {one.place === 'log' && <VerifyNow />}
        </li>
      ))}
    </ul>
  );
}

function VerifyNow() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: house.verifyLog,
    onSettled: () => client.invalidateQueries({ queryKey: ['health'] }),
  });
  return (
    <>
      <Button size="small" loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('house.verifyNow')}
      </Button>
      <ProblemNote error={verify.error} />
    </>
  );
}

function Figures({ report }: { report: HealthReport }) {
  const { t } = useTranslation();
  const { queues, worker } = report;
  return (
    <div className="figures">
      <Group title={t('house.worker')}>
        <Fact name={t('house.workerHere')}>{t(worker.here ? 'common.yes' : 'common.no')}</Fact>
        <Fact name={t('house.lastSeen')}>{moment(worker.last_seen, t('common.none'))}</Fact>
        <Fact name={t('house.oldestDue')}>{moment(queues.oldest_due, t('house.nothingDue'))}</Fact>
        <Fact name={t('house.nextDue')}>{moment(queues.next_due, t('common.none'))}</Fact>
      </Group>
      <Group title={t('house.queues')}>
        <Fact name={t('house.timersDue')}>{queues.timers_due}</Fact>
        <Fact name={t('house.jobsDue')}>{queues.jobs_due}</Fact>
        <Fact name={t('house.deadlinesDue')}>{queues.deadlines_due}</Fact>
        <Fact name={t('house.batchesRunning')}>{queues.batches}</Fact>
        <Fact name={t('house.messagesWaiting')}>{queues.deliveries_waiting}</Fact>
        <Fact name={t('house.messagesFailed')}>{queues.deliveries_failed}</Fact>
      </Group>
      <Records report={report} />
      <Stores report={report} />
      <Group title={t('house.versions')}>
        <Fact name={t('app.name')}>{report.version}</Fact>
        <Fact name="Python">{report.python}</Fact>
        <Fact name={t('house.interpreter')}>{report.interpreter}</Fact>
        <Fact name={t('house.schema')}>{report.database.schema_version}</Fact>
      </Group>
    </div>
  );
}

function Records({ report }: { report: HealthReport }) {
  const { t } = useTranslation();
  const { seal } = report;
  return (
    <Group title={t('house.records')} action={<VerifyNow />}>
      <Fact name={t('house.verified')}>
        {moment(seal.verified_at, t('house.neverVerified'))}
        {seal.verified_ok !== null && ` · ${t(seal.verified_ok ? 'house.intact' : 'house.damaged')}`}
      </Fact>
      <Fact name={t('house.sealed')}>{seal.rows}</Fact>
      <Fact name={t('house.unsealed')}>{seal.waiting}</Fact>
      <Fact name={t('incident.title')}>{report.incidents}</Fact>
      <Fact name={t('house.quarantined')}>{report.quarantined}</Fact>
    </Group>
  );
}

function Stores({ report }: { report: HealthReport }) {
  const { t } = useTranslation();
  const { database, files } = report;
  return (
    <Group title={t('house.storage')}>
      <Fact name={t('house.database')}>
        {database.kind}
        {database.bytes !== null && ` · ${size(database.bytes)}`}
      </Fact>
      <Fact name={t('house.files')}>{t(`house.place.${files.place.replace(' ', '-')}`)}</Fact>
      {files.free !== null && <Fact name={t('house.free')}>{size(files.free)}</Fact>}
    </Group>
  );
}

function moment(at: string | null, none: string): ReactNode {
  return at ? <Moment at={at} /> : none;
}

function Group(props: { title: string; action?: ReactNode; children: ReactNode }) {
  const { title, action, children } = props;
  return (
    <section className="card" aria-label={title}>
      <h2 className="card-title">{title}</h2>
      <dl className="figure-list">{children}</dl>
      {action && <div className="figure-action">{action}</div>}
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

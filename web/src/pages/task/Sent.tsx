/** After sending: what happens next and who has to do it. */
import { CheckOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../api/calls';
import type { CaseDetail, Incident, Instance, WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { localName, whoHas } from '../../lib/format';
import { useUser } from '../../session';
import { Due } from '../../widgets/Due';
import './texts';

interface Props {
  title?: string;
  instance: Instance;
  next: WorkItem[];
  incidents: Incident[];
}

function NextItem({ item }: { item: WorkItem }) {
  const { t } = useTranslation();
  const lang = useLang();
  const user = useUser();
  const mine = item.assignee === user.id || item.candidates.includes(`user:${user.id}`);
  const names = whoHas(item, lang);
  const who = item.assignee_name
    ? t('sent.who', { name: names })
    : t('sent.candidates', { names });
  return (
    <li className="next-item">
      <span className="next-name">{localName(item.name, item.name_en, lang)}</span>
      <span className="next-who">{mine ? t('sent.forYou') : who}</span>
      <Due of={item} quiet />
    </li>
  );
}

const PATIENCE = 20;

/** What is known after sending; while automatic work goes on, asks again each second for a while. */
function useOutcome(sent: Props): Props {
  const known = sent.next.length > 0 || sent.incidents.length > 0;
  const isOpen = (query: { state: { data: CaseDetail | undefined; dataUpdateCount: number } }) => {
    const { data, dataUpdateCount } = query.state;
    const waiting = !data || (data.ended_at === null && openItems(data).length === 0);
    return waiting && dataUpdateCount < PATIENCE ? 1000 : false;
  };
  const fresh = useQuery({
    queryKey: ['instance', sent.instance.id],
    queryFn: () => api.instance(sent.instance.id),
    enabled: !known && sent.instance.ended_at === null,
    staleTime: 0,
    retry: false,
    refetchInterval: isOpen,
  }).data;
  if (!fresh) return sent;
  const incidents = fresh.incidents.filter((one) => one.resolved_at === null);
  return { ...sent, instance: fresh, next: openItems(fresh), incidents };
}

function openItems(found: CaseDetail): WorkItem[] {
  return found.work_items.filter((item) => item.ended_at === null);
}

export function Sent(sent: Props) {
  const { title, instance, next, incidents } = useOutcome(sent);
  const { t } = useTranslation();
  const lang = useLang();
  const navigate = useNavigate();
  const waiting = useQuery({
    queryKey: ['worklist', 'next'],
    queryFn: () => api.worklist({ view: 'inbox', sort: 'due', limit: 1 }),
    staleTime: 0,
  }).data?.items[0];
  const outcome = instance.end_events
    .map((end) => localName(end.name, end.name_en, lang))
    .join('、');
  const ended = instance.ended_at !== null;
  return (
    <div className="page narrow">
      <section className="card sent" aria-live="polite">
        <span className="sent-mark" aria-hidden="true">
          <CheckOutlined />
        </span>
        <h1 className="sent-title">{title ?? t(ended ? 'sent.titleEnded' : 'sent.title')}</h1>
        <p className="sent-case">{instance.title}</p>
        {incidents.length > 0 && <Alert type="warning" showIcon title={t('sent.incident')} />}
        {ended && outcome && <p className="sent-outcome">{t('sent.ended', { name: outcome })}</p>}
        {!ended && (
          <>
            <h2 className="card-title">{t('sent.next')}</h2>
            {next.length > 0 ? (
              <ul className="next">
                {next.map((item) => (
                  <NextItem key={item.id} item={item} />
                ))}
              </ul>
            ) : (
              incidents.length === 0 && <p className="quiet">{t('sent.nextNone')}</p>
            )}
          </>
        )}
        {waiting && (
          <p className="sent-following">
            {t('sent.following', { name: localName(waiting.name, waiting.name_en, lang) })}
            <span className="quiet">
              {waiting.title} <Due of={waiting} quiet />
            </span>
          </p>
        )}
        <div className="sent-actions">
          {waiting && (
            <Button type="primary" onClick={() => void navigate(`/tasks/${waiting.id}`)}>
              {t('sent.nextTask')}
            </Button>
          )}
          <Button onClick={() => void navigate(`/cases/${instance.id}`)}>{t('sent.toCase')}</Button>
          <Button type="text" onClick={() => void navigate('/inbox')}>
            {t('sent.toInbox')}
          </Button>
        </div>
      </section>
    </div>
  );
}

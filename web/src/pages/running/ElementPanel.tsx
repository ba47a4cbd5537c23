/** One step: its figures, by which ways cases left it, and the cases that came to it. */
import { CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import {
  casesAt,
  type Asked,
  type ElementStatistics,
  type ProcessStatistics,
  type Statistics,
  type StatisticsCase,
} from './api';
import { spanText, type Time } from './figures';

interface Props {
  told: Statistics;
  asked: Asked;
  process: ProcessStatistics;
  element: ElementStatistics;
  time: Time;
  open: (process: string) => void;
  close: () => void;
}

export function ElementPanel({ told, asked, process, element, time, open, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const name = localName(element.name, element.name_en, lang) || element.element_id;
  const called = told.processes.find((one) => one.key && one.key === element.calls);
  return (
    <section className="running-element" aria-label={name}>
      <div className="running-element-head">
        <h3>{name}</h3>
        <Button type="text" icon={<CloseOutlined aria-hidden />} onClick={close} aria-label={t('running.close')} />
      </div>
      <Facts element={element} time={time} />
      {called && (
        <p>
          <Button onClick={() => open(called.key)}>
            {localName(called.name, called.name_en, lang)}
          </Button>
        </p>
      )}
      <div className="running-sides">
        <Ways process={process} element={element} />
        <Cases of={told.key} asked={asked} process={process.key} element={element.element_id} time={time} />
      </div>
    </section>
  );
}

function Facts({ element, time }: { element: ElementStatistics; time: Time }) {
  const { t } = useTranslation();
  const spans = (['whole', 'waiting', 'in_hand'] as const).flatMap((kind) => {
    const times = element[kind];
    const spread = time === 'working' ? (times.working ?? times.clock) : times.clock;
    if (!spread.count || (kind !== 'whole' && !element.items)) return [];
    const label = kind === 'in_hand' ? 'inHand' : kind;
    const nine = t('running.inTen', { span: spanText(spread.p90, time, t) });
    const middle = spanText(spread.median, time, t);
    return [{ label: t(`running.${label}`), text: spread.p90 ? `${middle} (${nine})` : middle }];
  });
  const counts = [
    { label: t('running.visits'), text: String(element.visits) },
    { label: t('running.openNow'), text: String(element.open) },
    ...spans,
    ...(element.due
      ? [{ label: t('running.late'), text: t('running.lateOf', { late: element.late, due: element.due }) }]
      : []),
    ...(element.items ? [{ label: t('running.peopleCount'), text: String(element.people) }] : []),
    ...(element.returned ? [{ label: t('running.returned'), text: String(element.returned) }] : []),
    ...(element.canceled ? [{ label: t('running.canceled'), text: String(element.canceled) }] : []),
    ...(element.incidents ? [{ label: t('running.incidents'), text: String(element.incidents) }] : []),
  ];
  return (
    <dl className="facts">
      {counts.map((one) => (
        <div key={one.label}>
          <dt>{one.label}</dt>
          <dd>{one.text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ways({ process, element }: { process: ProcessStatistics; element: ElementStatistics }) {
  const { t } = useTranslation();
  const lang = useLang();
  const ways = process.flows.filter((flow) => flow.source === element.element_id);
  if (ways.length === 0) return null;
  return (
    <div>
      <h4>{t('running.leftBy')}</h4>
      <ul className="running-ways">
        {ways.map((flow) => (
          <li key={flow.flow_id}>
            <span>
              {flow.name && `${flow.name} → `}
              {localName(flow.target_name, flow.target_name_en, lang) || flow.target}
            </span>
            <span className="number">
              {t('running.flowBadge', { count: flow.count, share: flow.share })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface CasesProps {
  of: string;
  asked: Asked;
  process: string;
  element: string;
  time: Time;
}

function Cases({ of, asked, process, element, time }: CasesProps) {
  const { t } = useTranslation();
  const cases = useQuery({
    queryKey: ['statistics', of, 'cases', asked, process, element, time],
    queryFn: () => casesAt(of, { ...asked, process, element, time }),
    staleTime: 60_000,
  });
  return (
    <div>
      <h4>{t('running.casesHere')}</h4>
      {cases.isPending && <ListLoading rows={2} />}
      {cases.isLoadingError && <ErrorState error={cases.error} retry={cases.refetch} />}
      {cases.data && (
        <>
          <p className="quiet">{t('running.casesOf', { total: cases.data.total })}</p>
          <ul className="list plain">
            {cases.data.items.slice(0, 10).map((one) => (
              <CaseRow key={one.id} one={one} time={time} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function CaseRow({ one, time }: { one: StatisticsCase; time: Time }) {
  const { t } = useTranslation();
  const seconds = time === 'working' ? (one.working ?? one.clock) : one.clock;
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/cases/${one.id}`}>
          {one.title}
        </Link>
        <span className="row-meta">
          {one.number && <span>{one.number}</span>}
          <Moment at={one.came_at} />
          {!one.left_at && <span className="chip">{t('running.still')}</span>}
          {one.late && <span className="chip warn">{t('running.lateMark')}</span>}
          {one.visits > 1 && <span>{t('running.times', { times: one.visits })}</span>}
        </span>
      </div>
      <span>{t('running.caseSpan', { span: spanText(seconds, time, t) })}</span>
    </li>
  );
}

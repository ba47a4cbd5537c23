/** Two cases of one process side by side: what both did, what only one, where they parted. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { auditing, type Comparison } from '../../api/audit';
import { api } from '../../api/calls';
import { useLang } from '../../i18n';
import { useSaid } from '../../i18n/said';
import { formatMoment, localName } from '../../lib/format';
import { useVocabulary } from '../../lib/useVocabulary';
import { sayName, sayValue } from '../../lib/wording';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, PageLoading, StateMessage } from '../../widgets/States';
import { useNow } from '../../widgets/useNow';
import { WayReason } from '../replay/Reasons';
import '../replay/texts';
import '../replay/replay.css';
import './texts';
import './audit.css';

export default function SideBySidePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const left = search.get('left') ?? '';
  const right = search.get('right') ?? '';
  const found = useQuery({
    queryKey: ['instance', left],
    queryFn: () => api.instance(left),
    enabled: left !== '',
  });
  useEffect(() => {
    document.title = `${t('sidebyside.title')} · ${t('app.name')}`;
  }, [t]);
  if (!left) {
    const action = <Link to="/audit?tab=search">{t('sidebyside.find')}</Link>;
    return <StateMessage title={t('sidebyside.title')} hint={t('sidebyside.choose')} action={action} />;
  }
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  if (!found.data) return <PageLoading />;
  return (
    <div className="page wide audit">
      <h1 className="page-title">{t('sidebyside.title')}</h1>
      <div className="compare-choice">
        <p>
          <span className="quiet">{t('sidebyside.left')} </span>
          <Link to={`/audit/cases/${left}/replay`}>{found.data.title}</Link>
        </p>
        <OtherCase
          process={found.data.process}
          left={left}
          right={right}
          choose={(id) => setSearch({ left, right: id }, { replace: true })}
        />
      </div>
      {right ? <Compared left={left} right={right} /> : <p className="quiet">{t('sidebyside.pick')}</p>}
    </div>
  );
}

interface ChoiceProps {
  process: string;
  left: string;
  right: string;
  choose: (id: string) => void;
}

function OtherCase({ process, left, right, choose }: ChoiceProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const now = useNow();
  const cases = useQuery({
    queryKey: ['audit-cases', 'of', process],
    queryFn: () => auditing.search({ process, limit: 100 }),
  });
  const options = (cases.data?.items ?? [])
    .filter((one) => one.id !== left)
    .map((one) => ({
      value: one.id,
      label: `${one.title} · ${formatMoment(one.started_at, now, lang)}`,
    }));
  return (
    <Select
      className="compare-other"
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('sidebyside.right')}
      placeholder={t('sidebyside.right')}
      loading={cases.isPending}
      value={right || null}
      onChange={choose}
      options={options}
    />
  );
}

function Compared({ left, right }: { left: string; right: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['compare', left, right],
    queryFn: () => auditing.compare(left, right),
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const data = found.data;
  return (
    <>
      <p className="compare-sum" role="status">
        {t('sidebyside.sum', { same: data.same, other: data.rows.length - data.same })}
      </p>
      <section className="card" aria-label={t('sidebyside.steps')}>
        <div className="compare-rows">
          <CaseHead one={data.left} />
          <CaseHead one={data.right} />
        </div>
        <ol>
          {data.rows.map((row, place) => (
            <Row key={place} row={row} data={data} />
          ))}
        </ol>
      </section>
      <Values data={data} />
    </>
  );
}

function CaseHead({ one }: { one: Comparison['left'] }) {
  const lang = useLang();
  return (
    <p className="compare-head">
      <Link to={`/audit/cases/${one.id}/replay`}>{one.title}</Link>
      <span className="quiet"> {localName(one.initiator_name, one.initiator_name_en, lang)} </span>
      <Moment at={one.started_at} />
    </p>
  );
}

function Row({ row, data }: { row: Comparison['rows'][number]; data: Comparison }) {
  const { t } = useTranslation();
  const words = useVocabulary(data);
  return (
    <li className={`compare-row ${row.kind}`}>
      <div className="compare-rows">
        <Side step={row.left} id={data.left.id} />
        <Side step={row.right} id={data.right.id} />
      </div>
      {row.ways.map((parted) => (
        <div key={parted.element_id} className="compare-parted">
          <p className="tag late">{t('sidebyside.parted')}</p>
          <div className="compare-rows">
            {[parted.left, parted.right].map((ways, side) => (
              <ul key={side}>
                {ways.map((way) => (
                  <WayReason key={way.flow_id} way={way} words={words} />
                ))}
              </ul>
            ))}
          </div>
        </div>
      ))}
    </li>
  );
}

function Side({ step, id }: { step: Comparison['rows'][number]['left']; id: string }) {
  const { t } = useTranslation();
  const said = useSaid();
  if (!step) return <p className="compare-none">{t('sidebyside.none')}</p>;
  return (
    <Link className="compare-step" to={`/audit/cases/${id}/replay?step=${step.number}`}>
      <span className="step-number">{step.number}</span> {said(step)}
    </Link>
  );
}

function Values({ data }: { data: Comparison }) {
  const { t } = useTranslation();
  const words = useVocabulary(data);
  if (data.values.length === 0) return null;
  return (
    <section className="card compare-values">
      <h2 className="card-title">{t('sidebyside.values')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sidebyside.name')}</th>
            <th scope="col">{t('sidebyside.left')}</th>
            <th scope="col">{t('sidebyside.right')}</th>
          </tr>
        </thead>
        <tbody>
          {data.values.map((one) => (
            <tr key={one.name}>
              <th scope="row">{sayName(words, one.name)}</th>
              <td>{sayValue(words, one.name, one.left)}</td>
              <td>{sayValue(words, one.name, one.right)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

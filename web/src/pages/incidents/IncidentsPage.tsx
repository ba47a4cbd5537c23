/** Incidents for those who operate: what is stuck, why, by cause, and the ways on. */
import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { operate, type Cause, type Stuck, type StuckCase } from '../../api/operate';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import '../../styles/operate.css';
import { CauseCard } from './CauseCard';
import { Quarantine } from './Quarantine';
import { RetryDialog } from './RetryDialog';
import './texts';

function matches(cause: Cause, one: StuckCase, text: string): boolean {
  const words = [cause.zh, cause.en, one.title, one.id, cause.element, cause.process_name];
  return words.join('\n').toLowerCase().includes(text.toLowerCase());
}

/** The causes with those of their cases that the filters leave. */
function groups(found: Stuck, wanted: { process: string; kind: string; text: string }) {
  return found.causes
    .filter((cause) => !wanted.process || cause.process === wanted.process)
    .filter((cause) => !wanted.kind || cause.kind === wanted.kind)
    .map((cause) => ({
      cause,
      cases: found.items.filter(
        (one) => one.cause === cause.cause && matches(cause, one, wanted.text),
      ),
    }))
    .filter((group) => group.cases.length > 0);
}

export default function IncidentsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<StuckCase | null>(null);
  const read = (name: string) => search.get(name) ?? '';
  const open = read('state') !== 'resolved';
  const change = (name: string, value: string): void => {
    const changed = new URLSearchParams(search);
    if (value) changed.set(name, value);
    else changed.delete(name);
    setSearch(changed, { replace: true });
  };
  const found = useQuery({
    queryKey: ['incidents', open],
    queryFn: () => operate.stuck(open),
    refetchInterval: 30_000,
  });
  useEffect(() => {
    document.title = `${t('incident.title')} · ${t('app.name')}`;
  }, [t]);
  const wanted = { process: read('process'), kind: read('kind'), text: read('text') };
  const shown = found.data ? groups(found.data, wanted) : [];
  const empty = found.data?.items.length === 0;
  return (
    <div className="page">
      <div className="room-head">
        <h1 className="page-title">{t('incident.title')}</h1>
        <Link to="/batches">{t('stuck.batches')}</Link>
      </div>
      <p className="quiet room-lead">{t('stuck.lead')}</p>
      <div className="filters">
        <Segmented
          value={open ? 'open' : 'resolved'}
          onChange={(value) => change('state', value === 'open' ? '' : 'resolved')}
          options={[
            { value: 'open', label: t('incident.open') },
            { value: 'resolved', label: t('incident.resolved') },
          ]}
        />
        <SearchField value={wanted.text} label={t('stuck.search')} onSearch={(text) => change('text', text)} />
        {found.data && <Choices found={found.data} wanted={wanted} change={change} />}
      </div>
      {open && <Quarantine />}
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {empty && (
        <StateMessage
          title={t(open ? 'incident.empty' : 'incident.emptyResolved')}
          hint={open ? t('incident.emptyHint') : ''}
        />
      )}
      {found.data && !empty && shown.length === 0 && <StateMessage title={t('stuck.noneFound')} />}
      {shown.map(({ cause, cases }) => (
        <CauseCard
          key={cause.cause}
          cause={cause}
          cases={cases}
          fix={setChosen}
          actions={open ? (found.data?.actions ?? []) : []}
        />
      ))}
      {chosen && <RetryDialog incident={chosen} close={() => setChosen(null)} />}
    </div>
  );
}

interface ChoicesProps {
  found: Stuck;
  wanted: { process: string; kind: string };
  change: (name: string, value: string) => void;
}

function Choices({ found, wanted, change }: ChoicesProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const processes = new Map(
    found.causes.map((one) => [one.process, localName(one.process_name, one.process_name_en, lang)]),
  );
  const kinds = [...new Set(found.causes.map((one) => one.kind))];
  return (
    <>
      <Select
        className="filter-process"
        aria-label={t('stuck.process')}
        value={wanted.process}
        onChange={(value) => change('process', value)}
        options={[
          { value: '', label: t('stuck.allProcesses') },
          ...[...processes].map(([value, label]) => ({ value, label })),
        ]}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('stuck.kindLabel')}
        value={wanted.kind}
        onChange={(value) => change('kind', value)}
        options={[
          { value: '', label: t('stuck.allKinds') },
          ...kinds.map((value) => ({ value, label: t(`stuck.kind.${value}`) })),
        ]}
        popupMatchSelectWidth={false}
      />
    </>
  );
}

/** Findings of a period: a tile for each kind with its count, and the list of the chosen one. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing, type FindingItem, type FindingKind } from '../../api/audit';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { useProcessOptions } from '../inbox/FilterBar';
import { periodOf, useAddress } from './address';
import { Period } from './Period';

export function Findings() {
  const { t } = useTranslation();
  const address = useAddress();
  const processes = useProcessOptions();
  const asked = { ...periodOf(address.read), process: address.read('process') };
  const found = useQuery({
    queryKey: ['findings', asked],
    queryFn: () => auditing.findings(asked),
  });
  const chosen = address.read('kind');
  return (
    <>
      <div className="filters">
        <Period address={address} />
        <Select
          className="filter-process"
          aria-label={t('inbox.process')}
          value={asked.process}
          onChange={(value) => address.change('process', value)}
          options={processes}
          popupMatchSelectWidth={false}
        />
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <>
          <p className="quiet">
            {t(found.data.cut ? 'audit.lookedCut' : 'audit.looked', {
              count: found.data.looked_at,
            })}
          </p>
          <ul className="kinds">
            {found.data.items.map((kind) => (
              <KindTile
                key={kind.id}
                kind={kind}
                chosen={kind.id === chosen}
                choose={() => address.change('kind', kind.id === chosen ? '' : kind.id)}
              />
            ))}
          </ul>
        </>
      )}
      {chosen && <FindingList key={chosen} kind={chosen} asked={asked} />}
    </>
  );
}

interface TileProps {
  kind: FindingKind;
  chosen: boolean;
  choose: () => void;
}

const GRAVE = ['separation-broken', 'refused'];

function KindTile({ kind, chosen, choose }: TileProps) {
  const lang = useLang();
  const grave = kind.count > 0 && GRAVE.includes(kind.id);
  return (
    <li>
      <button
        type="button"
        className={`kind${grave ? ' grave' : ''}${kind.count === 0 ? ' none' : ''}`}
        aria-pressed={chosen}
        onClick={choose}
      >
        <span className="kind-count">{kind.count}</span>
        <span className="kind-name">{lang === 'zh' ? kind.zh : kind.en}</span>
        <span className="kind-hint">{lang === 'zh' ? kind.hint_zh : kind.hint_en}</span>
      </button>
    </li>
  );
}

interface ListProps {
  kind: string;
  asked: { since?: string; until?: string; process: string };
}

function FindingList({ kind, asked }: ListProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const found = useInfiniteQuery({
    queryKey: ['finding', kind, asked],
    queryFn: ({ pageParam }) => auditing.finding(kind, { ...asked, after: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = found.data.pages.flatMap((page) => page.items);
  const about = found.data.pages[0]?.kind;
  const name = about ? (lang === 'zh' ? about.zh : about.en) : '';
  if (items.length === 0) return <StateMessage title={t('audit.none')} hint={name} />;
  return (
    <section aria-label={name}>
      <h2 className="audit-heading">{name}</h2>
      <ul className="list">
        {items.map((item, place) => (
          <FindingRow key={place} item={item} />
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="more">
          <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </section>
  );
}

function FindingRow({ item }: { item: FindingItem }) {
  const { t } = useTranslation();
  const lang = useLang();
  const at = item.place ? `?at=${encodeURIComponent(item.place)}` : '';
  return (
    <li className="row">
      <div className="row-main">
        {item.instance_id ? (
          <Link className="row-link" to={`/audit/cases/${item.instance_id}/replay${at}`} data-key-row>
            {item.title}
          </Link>
        ) : (
          <span className="row-title">{t('audit.noCase')}</span>
        )}
        <span className="row-text">{lang === 'zh' ? item.zh : item.en}</span>
        <span className="row-meta">
          {item.process_name && (
            <span className="chip">{localName(item.process_name, item.process_name_en, lang)}</span>
          )}
          {item.who_name && <span>{item.who_name}</span>}
          <Moment at={item.at} />
        </span>
      </div>
    </li>
  );
}

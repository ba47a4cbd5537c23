/** A search over all cases by what they are about, who took part and what was done in them. */
import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing, casesUrl, type CaseQuestion } from '../../api/audit';
import type { Instance } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { More } from '../../widgets/More';
import { ErrorState, ListLoading, StateMessage } from '../../widgets/States';
import { StatusTag } from '../../widgets/StatusTag';
import { useAddress } from './address';
import { SavedSearches } from './SavedSearches';
import { questionOf } from './searching';
import { SearchFilters } from './SearchFilters';

/** From here on the server says no more than "at least". */
const COUNTED = 1000;

export function CaseSearch() {
  const { t } = useTranslation();
  const address = useAddress();
  const asked = questionOf(address.read);
  const found = useInfiniteQuery({
    queryKey: ['audit-cases', asked],
    queryFn: ({ pageParam }) =>
      auditing.search({ ...asked, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const count = found.data?.pages[0]?.count ?? 0;
  return (
    <>
      <SearchFilters address={address} />
      <SavedSearches asked={asked} />
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && (
        <StateMessage title={t('inbox.emptyFilter')} hint={t('audit.emptyHint')} />
      )}
      {items.length > 0 && <Found count={count} asked={asked} />}
      {items.length > 0 && (
        <ul className="list" aria-label={t('audit.search')}>
          {items.map((item) => (
            <CaseRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      <More of={found} />
    </>
  );
}

/** How many there are, and the same as a file. */
function Found({ count, asked }: { count: number; asked: CaseQuestion }) {
  const { t } = useTranslation();
  return (
    <div className="audit-found">
      <p role="status">{t(count < COUNTED ? 'audit.count' : 'audit.countMany', { count })}</p>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          href={casesUrl(asked, format)}
          download
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

function CaseRow({ item }: { item: Instance }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/audit/cases/${item.id}/replay`} data-key-row>
          {item.title || localName(item.process_name, item.process_name_en, lang)}
        </Link>
        <span className="row-meta">
          <span className="chip">{localName(item.process_name, item.process_name_en, lang)}</span>
          {item.number && <span className="number">{item.number}</span>}
          <span>{t('inbox.by', { name: localName(item.initiator_name, item.initiator_name_en, lang) })}</span>
          <Moment at={item.started_at} />
        </span>
      </div>
      <div className="row-side">
        <StatusTag instance={item} />
      </div>
    </li>
  );
}

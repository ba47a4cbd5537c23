/** The items of a batch with what has become of each, a page at a time. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operate, type BatchDetail, type BatchItem, type ItemStatus } from '../../api/operate';
import { useLang } from '../../i18n';

interface Props {
  batch: BatchDetail;
  status: ItemStatus | null;
}

export function BatchItems({ batch, status }: Props) {
  const { t } = useTranslation();
  const later = useInfiniteQuery({
    queryKey: ['batch', batch.id, status, 'later', batch.status],
    queryFn: ({ pageParam }) => operate.batch(batch.id, status, pageParam),
    initialPageParam: batch.next ?? 0,
    getNextPageParam: (last) => last.next,
    enabled: false,
  });
  const pages = later.data?.pages ?? [];
  const items = [...batch.items, ...pages.flatMap((page) => page.items)];
  const more = pages.length > 0 ? later.hasNextPage : batch.next !== null;
  const load = (): unknown => (pages.length > 0 ? later.fetchNextPage() : later.refetch());
  return (
    <>
      <div className="scroll-x">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('batch.case')}</th>
              <th scope="col">{t('batch.where')}</th>
              <th scope="col">{t('batch.result')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <Item key={one.number} one={one} />
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <Button className="more" loading={later.isFetching} onClick={load}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}

function Item({ one }: { one: BatchItem }) {
  const { t } = useTranslation();
  const lang = useLang();
  const said = lang === 'zh' ? one.zh : one.en;
  return (
    <tr>
      <td>
        <Link to={`/cases/${one.instance_id}`}>{one.title}</Link>
      </td>
      <td>{lang === 'zh' ? one.where_zh : one.where_en}</td>
      <td>
        <span className={`tag ${one.status}`}>{t(`batch.item.${one.status}`)}</span>
        {said && <p className="row-text">{said}</p>}
      </td>
    </tr>
  );
}

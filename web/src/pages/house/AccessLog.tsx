/** The login log: who came in, who failed, who was refused what. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type AccessEntry, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { SearchField } from '../../widgets/SearchField';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import { whoOf } from './names';

const PAGE = 30;
/** How somebody came in, in words. */
const PROOFS: Record<string, string> = {
  password: 'house.proof.password',
  'password+code': 'house.proof.code',
  oidc: 'house.proof.outside',
  'one-time-password': 'house.proof.once',
  'one-time-password+code': 'house.proof.once',
};

export function AccessLog() {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const found = useInfiniteQuery({
    queryKey: ['access-log', login],
    queryFn: ({ pageParam }) => house.accessLog(login, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.items.length < PAGE ? null : (last.items.at(-1)?.seq ?? null)),
  });
  const known = useQuery({ queryKey: ['organisation'], queryFn: house.organisation });
  const items = (found.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <section className="card room-card" aria-label={t('house.accessLog')}>
      <div className="room-head">
        <h2 className="card-title">{t('house.accessLog')}</h2>
        <SearchField value={login} label={t('house.ofLogin')} onSearch={setLogin} />
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {items.length > 0 && (
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('house.when')}</th>
                <th scope="col">{t('house.who')}</th>
                <th scope="col">{t('house.what')}</th>
                <th scope="col">{t('house.from')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <Entry key={one.seq} one={one} sections={known.data ?? {}} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.data && items.length === 0 && <p className="quiet">{t('house.noEntries')}</p>}
      {found.hasNextPage && (
        <Button className="more" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </section>
  );
}

function Entry({ one, sections }: { one: AccessEntry; sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const name = (login: string): string => whoOf(sections, login, lang, t('house.machine'));
  return (
    <tr>
      <td className="nowrap">
        <Moment at={one.at} />
      </td>
      <td>
        {name(one.login)} <span className="quiet">{one.login}</span>
        {one.by && one.by !== one.login && <div className="quiet">{t('house.byWhom', { name: name(one.by) })}</div>}
      </td>
      <td>
        {t(`house.entry.${one.kind}`)}
        {one.detail && <div className="quiet">{PROOFS[one.detail] ? t(PROOFS[one.detail] ?? '') : one.detail}</div>}
      </td>
      <td className="nowrap">{one.address}</td>
    </tr>
  );
}

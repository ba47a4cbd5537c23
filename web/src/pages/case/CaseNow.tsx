/** For whom a case waits now: opening what is one's own, urging the others. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../../api/calls';
import type { Pending } from '../../api/own';
import type { CaseDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { listed, localName } from '../../lib/format';
import { Due } from '../../widgets/Due';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';
import { Urge } from './Urge';
import './texts';

export function CaseNow({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const standing = useQuery({
    queryKey: ['instance', found.id, 'moves'],
    queryFn: () => api.standing(found.id),
  }).data;
  if (!standing || standing.suspended) return null;
  return (
    <section className="card now" aria-label={t('now.title')}>
      {standing.pending.length === 0 && found.open_incidents === 0 && (
        <p className="quiet">{t('now.system')}</p>
      )}
      <ul className="now-list">
        {standing.pending.map((one) => (
          <Waits key={one.work_item_id} one={one} found={found} />
        ))}
      </ul>
    </section>
  );
}

function Waits({ one, found }: { one: Pending; found: CaseDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const item = found.work_items.find(({ id }) => id === one.work_item_id);
  const names = listed(lang === 'en' ? one.who_en : one.who, lang);
  const waits = item?.assignee || one.who.length === 1 ? 'now.waits' : 'now.anyone';
  return (
    <li className={`now-one ${one.mine ? 'is-mine' : ''}`}>
      <span className="now-what">
        <strong>{one.mine ? t('now.mine') : t(waits, { names })}</strong>
        <span>{localName(one.name, one.name_en, lang)}</span>
        <span className="row-meta">
          {item && (
            <Timed sentence="inbox.created">
              <Moment at={item.created_at} />
            </Timed>
          )}
          {item && <Due of={item} quiet />}
        </span>
      </span>
      {one.mine ? (
        <Link
          className="ant-btn ant-btn-primary button-link is-primary"
          to={`/tasks/${one.work_item_id}`}
        >
          {t('now.open')}
        </Link>
      ) : (
        <Urge pending={[one]} />
      )}
    </li>
  );
}

/** The work items of a case: who did what, who has what. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { localName, whoHas } from '../../lib/format';
import { Due } from '../../widgets/Due';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';

export function CaseWork({ items }: { items: WorkItem[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  if (items.length === 0) return <p className="quiet">{t('case.noWork')}</p>;
  return (
    <ul className="list plain">
      {items.map((item) => (
        <li key={item.id} className="row">
          <div className="row-main">
            <Link className="row-link" to={`/tasks/${item.id}`} data-key-row>
              {localName(item.name, item.name_en, lang)}
            </Link>
            <span className="row-meta">
              <span>
                {item.assignee_name ? whoHas(item, lang) : t('case.waiting', { names: whoHas(item, lang) })}
              </span>
              <Timed sentence={item.ended_at ? 'inbox.ended' : 'inbox.created'}>
                <Moment at={item.ended_at ?? item.created_at} />
              </Timed>
            </span>
          </div>
          <div className="row-side">
            {item.ended_at ? (
              <span className={`tag ${item.state}`}>{t(`case.${item.state}`)}</span>
            ) : (
              <Due of={item} quiet />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** One work item in the inbox: what, for which case, from whom, until when. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Due } from '../../widgets/Due';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';

interface Props {
  item: WorkItem;
  claiming: boolean;
  claim: () => void;
}

export function WorkRow({ item, claiming, claim }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const open = item.state === 'ready' || item.state === 'reserved';
  const free = item.state === 'ready' && !item.assignee;
  return (
    <li className={`row ${item.overdue ? 'is-late' : ''}`}>
      <div className="row-main">
        <Link className="row-link" to={`/tasks/${item.id}`} data-key-row>
          {localName(item.name, item.name_en, lang)}
        </Link>
        <span className="row-title">{item.title}</span>
        <span className="row-meta">
          <span className="chip">
            {localName(item.case_process_name, item.case_process_name_en, lang)}
          </span>
          <span>{t('inbox.by', { name: item.initiator_name })}</span>
          <Timed sentence={open ? 'inbox.created' : 'inbox.ended'}>
            <Moment at={open ? item.created_at : item.ended_at} />
          </Timed>
        </span>
      </div>
      <div className="row-side">
        {open && <Due at={item.due_at} quiet unconfirmed={item.due_unconfirmed} />}
        {free && (
          <Button size="small" className="row-action" loading={claiming} onClick={claim}>
            {t('inbox.claim')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** One work item in the inbox: what, for which case, from whom, until when. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { useUser } from '../../session';
import { Due } from '../../widgets/Due';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';

/** What a diagram that says nothing gives. */
const USUAL_PRIORITY = 50;

const hasCome = (moment: string): boolean => Date.parse(moment) <= Date.now();

interface Props {
  item: WorkItem;
  claiming: boolean;
  claim: () => void;
  /** Null where nothing is ticked at all. */
  ticked: boolean | null;
  tick: () => void;
}

export function WorkRow({ item, claiming, claim, ticked, tick }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const user = useUser();
  const open = item.state === 'ready' || item.state === 'reserved';
  const free = item.state === 'ready' && !item.assignee;
  const name = localName(item.name, item.name_en, lang);
  const others = item.assignee !== null && item.assignee !== user.id;
  return (
    <li className={`row ${item.overdue ? 'is-late' : ''} ${ticked ? 'is-ticked' : ''}`}>
      {ticked !== null && (
        <input
          type="checkbox"
          className="row-tick"
          checked={ticked}
          onChange={tick}
          aria-label={t('bulk.tick', { name: `${name} · ${item.title}` })}
        />
      )}
      <div className="row-main">
        <Link className="row-link" to={`/tasks/${item.id}`} data-key-row>
          {name}
        </Link>
        <span className="row-title">{item.title}</span>
        <span className="row-meta">
          <span className="chip">
            {localName(item.case_process_name, item.case_process_name_en, lang)}
          </span>
          {item.priority !== USUAL_PRIORITY && (
            <span className={`chip ${item.priority > USUAL_PRIORITY ? 'is-urgent' : ''}`}>
              {t(item.priority > USUAL_PRIORITY ? 'inbox.urgent' : 'inbox.minor')}
            </span>
          )}
          {others && open && (
            <span className="chip">{t('inbox.insteadOf', { name: localName(item.assignee_name, item.assignee_name_en, lang) })}</span>
          )}
          {open && item.follow_up_at && (
            <span className={`chip ${hasCome(item.follow_up_at) ? 'is-urgent' : ''}`}>
              <Timed sentence={hasCome(item.follow_up_at) ? 'inbox.followUp' : 'inbox.putOff'}>
                <Moment at={item.follow_up_at} />
              </Timed>
            </span>
          )}
          <span>{t('inbox.by', { name: localName(item.initiator_name, item.initiator_name_en, lang) })}</span>
          <Timed sentence={open ? 'inbox.created' : 'inbox.ended'}>
            <Moment at={open ? item.created_at : item.ended_at} />
          </Timed>
        </span>
      </div>
      <div className="row-side">
        {open && <Due of={item} quiet />}
        {free && ticked === null && (
          <Button size="small" className="row-action" loading={claiming} onClick={claim}>
            {t('inbox.claim')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The head of a task: what is asked, for which case, from whom, until when. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Due } from '../../widgets/Due';
import { Moment } from '../../widgets/Moment';

export function TaskHeader({ task }: { task: TaskDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <header className="head">
      <p className="head-over">
        <span className="chip">
          {localName(task.case_process_name, task.case_process_name_en, lang)}
        </span>
        {task.ended_at === null && <Due of={task} quiet />}
      </p>
      <h1 className="head-title">{localName(task.name, task.name_en, lang)}</h1>
      <p className="head-sub">
        <Link to={`/cases/${task.instance_id}`}>{task.title || t('task.openCase')}</Link>
      </p>
      <dl className="facts">
        <div>
          <dt>{t('task.initiator')}</dt>
          <dd>{localName(task.initiator_name, task.initiator_name_en, lang)}</dd>
        </div>
        <div>
          <dt>{t('task.arrived')}</dt>
          <dd>
            <Moment at={task.created_at} />
          </dd>
        </div>
        {task.assignee_name && (
          <div>
            <dt>{t('task.assignee')}</dt>
            <dd>{localName(task.assignee_name, task.assignee_name_en, lang)}</dd>
          </div>
        )}
      </dl>
      {task.element.documentation && <p className="head-notes">{task.element.documentation}</p>}
    </header>
  );
}

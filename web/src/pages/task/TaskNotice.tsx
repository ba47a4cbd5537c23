/** Says why a task cannot be done here, when it cannot. */
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { formatMoment } from '../../lib/format';
import { useNow } from '../../widgets/useNow';

export function TaskNotice({ task }: { task: TaskDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const now = useNow();
  const name = task.assignee_name ?? task.ended_by ?? '';
  if (task.state === 'completed') {
    const time = formatMoment(task.ended_at, now, lang);
    return <Alert type="success" showIcon title={t('task.doneBy', { name, time })} />;
  }
  if (task.state === 'canceled') return <Alert type="info" showIcon title={t('task.canceled')} />;
  const may = task.actions.includes('complete') || task.actions.includes('finish');
  if (!may && task.assignee) {
    return <Alert type="info" showIcon title={t('task.readOnly', { name })} />;
  }
  return null;
}

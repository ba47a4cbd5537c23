/** Says why a task cannot be done here, when it cannot. */
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { formatMoment, localName } from '../../lib/format';
import { useNow } from '../../widgets/useNow';

export function TaskNotice({ task }: { task: TaskDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const now = useNow();
  const name = localName(task.assignee_name, task.assignee_name_en, lang) || (task.ended_by ?? '');
  if (task.state === 'completed') {
    const time = formatMoment(task.ended_at, now, lang);
    return <Alert type="success" showIcon title={t('task.doneBy', { name, time })} />;
  }
  if (task.state === 'canceled') return <Alert type="info" showIcon title={t('task.canceled')} />;
  if (task.state === 'returned') return <Alert type="info" showIcon title={t('move.waits')} />;
  const waits = task.approval?.waits_for ?? [];
  if (waits.length > 0) {
    return <Alert type="info" showIcon title={t('round.waits', { names: waits.join('、') })} />;
  }
  if (task.acting_for_name) {
    return <Alert type="info" showIcon title={t('task.actingFor', { name: task.acting_for_name })} />;
  }
  const may = ['complete', 'finish', 'opinion'].some((one) => task.actions.includes(one));
  if (!may && task.assignee) {
    return <Alert type="info" showIcon title={t('task.readOnly', { name })} />;
  }
  return null;
}

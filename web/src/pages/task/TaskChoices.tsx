/** The work item of an ad-hoc sub-process: what can be done next, and declaring all done. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Completion, TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { useProblemText } from '../../widgets/States';
import { TaskActions } from './TaskActions';

interface Props {
  task: TaskDetail;
  onSent: (sent: Completion) => void;
}

export function TaskChoices({ task, onSent }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const client = useQueryClient();
  const problemText = useProblemText();
  const may = (action: TaskDetail['actions'][number]) => task.actions.includes(action);
  const refused = (error: unknown) => void message.error(problemText(error).title, 6);
  const refresh = () => {
    for (const key of ['task', 'worklist', 'instances', 'instance', 'history', 'diagram']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  };
  const begin = useMutation({
    mutationFn: (element: string) => api.activate(task.id, element),
    onError: refused,
    onSettled: refresh,
  });
  const finish = useMutation({
    mutationFn: () => api.finish(task.id),
    onSuccess: (sent) => {
      onSent(sent);
      refresh();
    },
    onError: refused,
  });

  return (
    <section className="card form-card" aria-labelledby="choices-heading">
      <h2 className="card-title" id="choices-heading">
        {t('task.choices')}
      </h2>
      <ul className="next">
        {task.choices.map((choice) => (
          <li key={choice.element_id} className="next-item">
            <span className="next-name">{localName(choice.name, choice.name_en, lang)}</span>
            {choice.active > 0 && (
              <span className="next-who">{t('task.choiceActive', { count: choice.active })}</span>
            )}
            {may('activate') && (
              <Button
                loading={begin.isPending && begin.variables === choice.element_id}
                onClick={() => begin.mutate(choice.element_id)}
              >
                {t('task.begin')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {task.actions.length > 0 && (
        <div className="bar">
          <span className="bar-actions">
            <TaskActions task={task} mayWait={false} />
            {may('finish') && (
              <Button type="primary" loading={finish.isPending} onClick={() => finish.mutate()}>
                {t('task.finish')}
              </Button>
            )}
          </span>
        </div>
      )}
    </section>
  );
}

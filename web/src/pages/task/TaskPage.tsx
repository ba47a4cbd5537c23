/** One work item: its form, why it is here, what it rests on, where the case is. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../../api/calls';
import type { Completion, TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Clauses } from '../../widgets/Clauses';
import { ErrorState, PageLoading } from '../../widgets/States';
import { Standing } from '../../widgets/Standing';
import { CaseContext } from '../case/CaseContext';
import { RoundCard } from './RoundCard';
import { Sent } from './Sent';
import { TaskAdvice } from './TaskAdvice';
import { TaskChoices } from './TaskChoices';
import { TaskForm } from './TaskForm';
import { TaskHeader } from './TaskHeader';
import { TaskNotice } from './TaskNotice';

const Talk = lazy(() => import('../../widgets/Talk'));

export default function TaskPage() {
  const { id = '' } = useParams();
  return <Task key={id} id={id} />;
}

function Task({ id }: { id: string }) {
  const [sent, setSent] = useState<Completion | null>(null);
  const task = useQuery({
    queryKey: ['task', id],
    queryFn: () => api.task(id),
    enabled: !sent,
    refetchOnWindowFocus: false, // what one types stays as it is
    gcTime: 0, // who comes back sees what others did in between
  });
  useTaskTitle(task.data);
  if (sent) return <Sent instance={sent.instance} next={sent.next} incidents={sent.incidents} />;
  if (task.isPending) return <PageLoading />;
  if (task.isLoadingError) return <ErrorState error={task.error} retry={task.refetch} />;
  return <TaskBody task={task.data} onSent={setSent} />;
}

function useTaskTitle(task: TaskDetail | undefined): void {
  const lang = useLang();
  const { t } = useTranslation();
  useEffect(() => {
    if (task) document.title = `${localName(task.name, task.name_en, lang)} · ${t('app.name')}`;
  }, [task, lang, t]);
}

function TaskBody({ task, onSent }: { task: TaskDetail; onSent: (sent: Completion) => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  const why = lang === 'zh' ? task.reason_zh : task.reason_en;
  return (
    <div className="page wide has-bar">
      <Link className="back" to="/inbox">
        ‹ {t('nav.inbox')}
      </Link>
      <div className="split">
        <div className="split-main">
          <TaskHeader task={task} />
          <Standing instanceId={task.instance_id} />
          <TaskNotice task={task} />
          {task.actions.includes('opinion') && <TaskAdvice task={task} onSent={onSent} />}
          {task.choices.length > 0 ? (
            <TaskChoices task={task} onSent={onSent} />
          ) : (
            <TaskForm task={task} onSent={onSent} />
          )}
        </div>
        <aside className="split-side">
          {task.approval && <RoundCard approval={task.approval} instanceId={task.instance_id} />}
          {why && (
            <section className="card" aria-labelledby="why-heading">
              <h2 className="card-title" id="why-heading">
                {t(task.mine ? 'task.why' : 'task.whyTheirs')}
              </h2>
              <p className="why">{why}</p>
            </section>
          )}
          <section className="card" aria-labelledby="clauses-heading">
            <h2 className="card-title" id="clauses-heading">
              {t('task.clauses')}
            </h2>
            <Clauses clauses={task.clauses} />
          </section>
        </aside>
      </div>
      <CaseContext instanceId={task.instance_id} process={task.process} />
      <Suspense fallback={null}>
        <Talk instanceId={task.instance_id} />
      </Suspense>
    </div>
  );
}

/** The form of a work item as one of those who are asked gets it. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { formTitle } from '../../lib/formSchema';
import { Clauses } from '../../widgets/Clauses';
import { FormView, type FormHandle } from '../../widgets/form/FormView';
import { ErrorState, ListLoading } from '../../widgets/States';
import { RestErrors } from '../task/ActionBar';
import { useSend } from '../task/useSend';
import { NO_DRAFT, trials, type TrialItem } from './api';
import { nameOf, PersonChoice } from './PersonChoice';
import type { Act } from './TrialPage';

interface Props {
  of: string;
  item: TrialItem;
  act: Act;
}

export function ItemForm({ of, item, act }: Props) {
  const { t } = useTranslation();
  const [by, setBy] = useState(item.people[0]?.id ?? '');
  const task = useQuery({
    queryKey: ['trial', of, 'task', item.id, by],
    queryFn: () => trials.task(of, item.id, by),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return (
    <section className="card form-card">
      <PersonChoice label={t('trial.as')} people={item.people} value={by} choose={setBy} />
      {task.isPending && <ListLoading rows={3} />}
      {task.isLoadingError && <ErrorState error={task.error} retry={task.refetch} />}
      {task.data && <Filled key={by} of={of} item={item} act={act} by={by} task={task.data} />}
    </section>
  );
}

function Filled({ of, item, act, by, task }: Props & { by: string; task: TaskDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const form = useRef<FormHandle>(null);
  const [opinion, setOpinion] = useState('');
  const { busy, rest, submit } = useSend({
    form,
    draft: NO_DRAFT,
    send: (data) => trials.complete(of, { item: item.id, by, data, opinion }),
    onSent: act.show,
  });
  if (task.choices.length > 0) return <p>{t('trial.choosing')}</p>;
  const speaks = task.opinion !== 'none' && (task.opinion !== 'optional' || task.approval);
  return (
    <>
      {task.form && (
        <>
          <h2 className="card-title">{formTitle(task.form, lang) || t('task.form')}</h2>
          <FormView
            ref={form}
            schema={task.form}
            data={task.data}
            upload={(file) => trials.upload(of, by, file)}
          />
        </>
      )}
      {speaks && (
        <label className="trial-opinion">
          {t(task.opinion === 'required' ? 'trial.opinionRequired' : 'trial.opinion')}
          <Input.TextArea
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
            autoSize={{ minRows: 2 }}
          />
        </label>
      )}
      <RestErrors problems={rest} />
      <div className="trial-actions">
        <Button type="primary" loading={busy} onClick={submit}>
          {t('trial.submitAs', { name: nameOf(item.people, by, lang) })}
        </Button>
      </div>
      {task.clauses.length > 0 && <Clauses clauses={task.clauses} />}
    </>
  );
}

/** The form of a task with what may be done with it. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { desk } from '../../api/desk';
import type { Completion, TaskDetail, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { formTitle } from '../../lib/formSchema';
import { useUser } from '../../session';
import { Ahead } from '../../widgets/Ahead';
import { FormView, type FormHandle } from '../../widgets/form/FormView';
import { ListLoading } from '../../widgets/States';
import { useKeptText } from '../../widgets/useKeptText';
import { ActionBar, RestErrors } from './ActionBar';
import { DraftNotice } from './DraftNotice';
import { OpinionField } from './OpinionField';
import { SignatureField } from './SignatureField';
import { TaskActions } from './TaskActions';
import { useDraft } from './useDraft';
import { useSend } from './useSend';

/** What is done elsewhere than in the bar below the form. */
const ELSEWHERE = ['opinion'];

interface Props {
  task: TaskDetail;
  onSent: (sent: Completion) => void;
}

export function TaskForm({ task, onSent }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const form = useRef<FormHandle>(null);
  const client = useQueryClient();
  const [fresh, setFresh] = useState(0);
  const [opinion, setOpinion] = useKeptText(`${useUser().id}.opinion.${task.id}`);
  const [typed, setTyped] = useState<Variables | null>(null);
  const [signature, setSignature] = useState('');
  const editable = task.actions.includes('complete');
  const speaks = editable && task.opinion !== 'none' && (task.opinion !== 'optional' || task.approval);
  const draft = useDraft({ kind: 'task', id: task.id }, editable);
  const { busy, rest, submit } = useSend({
    form,
    draft,
    send: (data, key) => api.complete(task.id, data, key, { opinion, signature }),
    onSent: (sent) => {
      setOpinion('');
      onSent(sent);
      for (const key of ['worklist', 'instances', 'instance', 'history', 'diagram']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  const restored = editable ? draft.restored : null;
  const data = useMemo(() => ({ ...task.data, ...restored?.data }), [task.data, restored]);
  const renew = () => setFresh(fresh + 1);
  const changed = (values: Variables): void => {
    draft.save(values);
    setTyped(values);
  };

  return (
    <section className="card form-card">
      {editable && <DraftNotice draft={draft} onDropped={renew} onTaken={renew} />}
      {!draft.ready && <ListLoading rows={3} />}
      {task.form && draft.ready && (
        <>
          <h2 className="card-title">{formTitle(task.form, lang) || t('task.form')}</h2>
          <FormView
            key={`${fresh} ${editable}`}
            ref={form}
            schema={task.form}
            data={data}
            readOnly={!editable}
            offersPhrases={Boolean(editable && !speaks)}
            instanceId={task.instance_id}
            onChange={editable ? changed : () => undefined}
          />
        </>
      )}
      {!task.form && <p className="quiet">{t('task.noForm')}</p>}
      {speaks && (
        <OpinionField
          value={opinion}
          required={task.opinion === 'required'}
          onChange={setOpinion}
          signature={signature}
          onSigned={task.signs ? setSignature : undefined}
        />
      )}
      {editable && task.signs && !speaks && (
        <div className="opinion">
          <SignatureField value={signature} onChange={setSignature} />
        </div>
      )}
      {editable && (
        <Ahead
          subject={task.id}
          data={typed ?? restored?.data ?? {}}
          ask={(values) => desk.aheadOfTask(task.id, values)}
        />
      )}
      <RestErrors problems={rest} />
      {task.actions.some((one) => !ELSEWHERE.includes(one)) && (
        <ActionBar draft={draft}>
          <TaskActions task={task} mayWait={editable} />
          {editable && (
            <Button type="primary" loading={busy} onClick={submit}>
              {busy ? t('task.submitting') : t('task.submit')}
            </Button>
          )}
        </ActionBar>
      )}
    </section>
  );
}

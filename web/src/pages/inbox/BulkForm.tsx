/** The form of one step, filled in once for all ticked work items; each is sent by itself. */
import { useQuery } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useMemo, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail, Variables, WorkItem } from '../../api/types';
import { filledFor, inCommon, onlyEditable } from '../../lib/bulkForm';
import { FormView, type FormHandle } from '../../widgets/form/FormView';
import { ErrorState, ListLoading, useProblemText } from '../../widgets/States';

interface Props {
  items: WorkItem[];
  send: (data: Map<string, Variables>, opinion: string) => Promise<void>;
  onClose: () => void;
}

export default function BulkForm({ items, send, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const form = useRef<FormHandle>(null);
  const [opinion, setOpinion] = useState('');
  const [busy, setBusy] = useState(false);
  const tasks = useQuery({
    queryKey: ['bulk', ...items.map((one) => one.id)],
    queryFn: () => Promise.all(items.map((one) => api.task(one.id))),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const found = tasks.data ?? [];
  const speaks = found.some((one) => one.opinion !== 'none' && (one.opinion !== 'optional' || one.approval));
  const deliver = async (): Promise<void> => {
    const submission = form.current?.submit();
    if (!submission?.valid) return;
    setBusy(true);
    const each = found.map((one): [string, Variables] => [one.id, filledFor(one, submission.data)]);
    try {
      await send(new Map(each), opinion.trim());
      onClose();
    } catch (error) {
      setBusy(false);
      void message.error(problemText(error).title, 6);
    }
  };
  return (
    <Modal
      open
      width={640}
      title={t('bulk.together', { count: items.length })}
      okText={t('bulk.send', { count: items.length })}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: found.length === 0, loading: busy }}
      onOk={() => void deliver()}
      onCancel={onClose}
    >
      <p className="quiet">{t('bulk.hint.form')}</p>
      {tasks.isPending && <ListLoading rows={3} />}
      {tasks.isLoadingError && <ErrorState error={tasks.error} retry={tasks.refetch} />}
      {found.length > 0 && <Once ref={form} tasks={found} />}
      {speaks && (
        <Input.TextArea
          aria-label={t('round.opinion')}
          placeholder={t('round.opinion')}
          maxLength={2000}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
        />
      )}
    </Modal>
  );
}

function Once({ tasks, ref }: { tasks: TaskDetail[]; ref: Ref<FormHandle> }) {
  const schema = useMemo(() => tasks[0]?.form && onlyEditable(tasks[0].form), [tasks]);
  const data = useMemo(() => inCommon(tasks), [tasks]);
  return schema ? <FormView offersPhrases ref={ref} schema={schema} data={data} /> : null;
}

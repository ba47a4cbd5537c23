/** Sends a filled form: checks it here first, then shows what the server objects to. */
import { App } from 'antd';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import type { FieldProblem, Variables } from '../../api/types';
import type { FormHandle } from '../../widgets/form/FormView';
import { useProblemText } from '../../widgets/States';
import type { DraftState } from './useDraft';

interface Input<T> {
  form: RefObject<FormHandle | null>;
  draft: Pick<DraftState, 'settle' | 'key' | 'sent' | 'renewKey'>;
  send: (data: Variables, idempotencyKey: string) => Promise<T>;
  onSent: (answer: T) => void;
}

export interface Sending {
  busy: boolean;
  /** Errors of fields that the form does not show. */
  rest: FieldProblem[];
  submit: () => void;
}

export function useSend<T>({ form, draft, send, onSent }: Input<T>): Sending {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [rest, setRest] = useState<FieldProblem[]>([]);

  const refused = (error: unknown): void => {
    const problem = error instanceof Problem ? error : null;
    if (problem?.offline) {
      void message.warning(t('task.offlineSend'), 6);
      return;
    }
    draft.renewKey();
    if (problem?.fields.length) {
      setRest(form.current?.showErrors(problem.fields) ?? problem.fields);
      void message.error(t('task.fieldErrors', { count: problem.fields.length }));
      return;
    }
    void message.error(problemText(error).title, 6);
  };

  const deliver = async (): Promise<void> => {
    const submission = form.current ? form.current.submit() : { data: {}, valid: true };
    if (!submission?.valid) return;
    setBusy(true);
    setRest([]);
    try {
      await draft.settle();
      const answer = await send(submission.data, draft.key());
      message.destroy();
      draft.sent();
      onSent(answer);
    } catch (error) {
      refused(error);
    } finally {
      setBusy(false);
    }
  };

  return { busy, rest, submit: () => void deliver() };
}

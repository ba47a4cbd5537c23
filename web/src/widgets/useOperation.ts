/** Performs one operation, says so, and has everything that it may have changed read anew. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './States';

const TOUCHED = ['task', 'worklist', 'instance', 'instances', 'history', 'diagram', 'incidents'];

export function useOperation(operation: () => Promise<unknown>, done: () => void = () => undefined) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: operation,
    onSuccess: async () => {
      void message.success(t('operation.done'));
      done();
      for (const key of TOUCHED) await client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
}

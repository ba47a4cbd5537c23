/** Taking a task and giving it back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { TaskDetail } from '../../api/types';
import { useProblemText } from '../../widgets/States';

export function useClaiming(task: TaskDetail) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const problemText = useProblemText();
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['task', task.id] });
    await client.invalidateQueries({ queryKey: ['worklist'] });
  };
  const settings = (call: (id: string) => Promise<unknown>, done: string) => ({
    mutationFn: () => call(task.id),
    onSuccess: () => void message.success(done),
    onError: (error: unknown) => void message.error(problemText(error).title),
    onSettled: refresh,
  });
  return {
    claim: useMutation(settings(api.claim, t('task.claimed'))),
    release: useMutation(settings(api.release, t('task.released'))),
  };
}

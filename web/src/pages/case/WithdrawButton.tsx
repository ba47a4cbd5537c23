/** The initiator's button to give their case up. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { useProblemText } from '../../widgets/States';

interface Props {
  instanceId: string;
  size?: 'small' | 'middle';
}

export function WithdrawButton({ instanceId, size = 'middle' }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => api.withdraw(instanceId),
    onSuccess: async () => {
      void message.success(t('operation.done'));
      for (const key of ['instance', 'instances', 'worklist', 'history']) {
        await client.invalidateQueries({ queryKey: [key] });
      }
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  return (
    <Popconfirm
      title={t('move.withdrawSure')}
      okText={t('operation.confirm')}
      cancelText={t('common.cancel')}
      onConfirm={() => withdraw.mutate()}
    >
      <Button size={size} loading={withdraw.isPending}>{t('move.withdraw')}</Button>
    </Popconfirm>
  );
}

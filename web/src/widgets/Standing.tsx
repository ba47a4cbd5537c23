/** Says when a case rests, so that nobody wonders why nothing can be done in it. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/calls';

export function Standing({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['instance', instanceId, 'moves'],
    queryFn: () => api.standing(instanceId),
  });
  if (!found.data?.suspended) return null;
  return <Alert type="warning" showIcon title={t('move.suspended')} />;
}

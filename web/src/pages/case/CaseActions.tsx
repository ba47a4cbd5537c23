/** What this person may do with the whole case, as the server says. */
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { CaseDetail } from '../../api/types';
import { OperationDialog } from '../../widgets/OperationDialog';
import { PeopleSelect } from '../../widgets/PeopleSelect';
import { useOperation } from '../../widgets/useOperation';
import { WithdrawButton } from './WithdrawButton';
import type { Intervention } from './admin/Interventions';

const Interventions = lazy(() => import('./admin/Interventions'));

const OF_ADMINISTRATORS: readonly Intervention[] = [
  'jump',
  'variables',
  'approvers',
  'late-review',
  'suspend',
  'resume',
  'terminate',
  'revive',
];

export function CaseActions({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const [copying, setCopying] = useState(false);
  const [intervention, setIntervention] = useState<Intervention | null>(null);
  const actions =
    useQuery({
      queryKey: ['instance', found.id, 'moves'],
      queryFn: () => api.standing(found.id),
    }).data?.actions ?? [];
  const read = useOperation(() => api.readCopy(found.id));
  const office = OF_ADMINISTRATORS.filter((one) => actions.includes(one));
  const close = (): void => setIntervention(null);
  return (
    <>
      {actions.includes('read-copy') && (
        <Button loading={read.isPending} onClick={() => read.mutate()}>
          {t('copy.read')}
        </Button>
      )}
      {actions.includes('copy') && (
        <Button onClick={() => setCopying(true)}>{t('copy.title')}</Button>
      )}
      {actions.includes('withdraw') && <WithdrawButton instanceId={found.id} />}
      {office.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: office.map((one) => ({ key: one, label: t(`admin.${one}`) })),
            onClick: ({ key }) => setIntervention(office.find((one) => one === key) ?? null),
          }}
        >
          <Button>{t('admin.title')}</Button>
        </Dropdown>
      )}
      {copying && <Copying found={found} onClose={() => setCopying(false)} />}
      {intervention && (
        <Suspense fallback={null}>
          <Interventions found={found} intervention={intervention} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function Copying({ found, onClose }: { found: CaseDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string[]>([]);
  return (
    <OperationDialog
      title={t('copy.title')}
      hint={t('copy.hint')}
      ready={to.length > 0}
      reasonOptional
      reasonLabel={t('copy.note')}
      perform={(note) => api.copy(found.id, to, note)}
      onClose={onClose}
    >
      <PeopleSelect several value={to} onChange={setTo} />
    </OperationDialog>
  );
}

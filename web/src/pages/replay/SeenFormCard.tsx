/** The form of a step as the person saw it, opened on request. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { audit } from '../../api/audit';
import { FormView } from '../../widgets/form/FormView';
import { ErrorState, ListLoading } from '../../widgets/States';

interface Props {
  instanceId: string;
  number: number;
}

export function SeenFormCard({ instanceId, number }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('replay.form')}</summary>
      {open && <SeenForm instanceId={instanceId} number={number} />}
    </details>
  );
}

function SeenForm({ instanceId, number }: Props) {
  const { t } = useTranslation();
  const seen = useQuery({
    queryKey: ['form-seen', instanceId, number],
    queryFn: () => audit.formSeen(instanceId, number),
    staleTime: Infinity,
  });
  if (seen.isPending) return <ListLoading rows={2} />;
  if (seen.isLoadingError) return <ErrorState error={seen.error} retry={seen.refetch} />;
  return (
    <>
      <p className="quiet">
        {t('replay.pinned', { id: seen.data.form_id, digest: seen.data.digest.slice(0, 19) })}
      </p>
      <FormView schema={seen.data.form} data={seen.data.data} readOnly instanceId={instanceId} />
    </>
  );
}

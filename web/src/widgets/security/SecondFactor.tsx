/** How it stands with the second factor, and the ways to change it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { RecoveryCodes, SecondFactorState } from '../../api/types';
import { Moment } from '../Moment';
import { ErrorState, ListLoading, useProblemText } from '../States';
import { Timed } from '../Timed';
import { Enrolment, Kept, useRenewed } from './Enrolment';
import { NO_PROOF, ProofFields } from './ProofFields';

export function SecondFactor() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['second-factor'], queryFn: api.secondFactor });
  return (
    <section aria-label={t('security.secondFactor')}>
      <h2 className="card-title">{t('security.secondFactor')}</h2>
      {found.isPending && <ListLoading rows={1} />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (found.data.on_since ? <Running state={found.data} /> : <Enrolment />)}
    </section>
  );
}

function Running({ state }: { state: SecondFactorState }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const renewed = useRenewed();
  const [proof, setProof] = useState(NO_PROOF);
  const [given, setGiven] = useState<RecoveryCodes | null>(null);
  const change = useMutation({
    mutationFn: (what: 'renew' | 'end') =>
      what === 'renew' ? api.renewRecoveryCodes(proof) : api.endSecondFactor(proof),
    onSuccess: (codes) => {
      renewed.remember(codes);
      if (codes.recovery_codes.length > 0) setGiven(codes);
      else void renewed.finish(codes);
    },
    onSettled: () => setProof(NO_PROOF),
  });
  const done = async (codes: RecoveryCodes): Promise<void> => {
    setGiven(null);
    await renewed.finish(codes);
  };
  if (given) return <Kept codes={given.recovery_codes} done={() => void done(given)} />;
  return (
    <div className="security-part">
      <p className="row-meta">
        <Timed sentence="security.onSince">
          <Moment at={state.on_since} />
        </Timed>
        <span>{t('security.codesLeft', { count: state.recovery_codes_left })}</span>
      </p>
      <ProofFields proof={proof} withCode change={setProof} />
      {change.error && (
        <Alert type="error" showIcon title={problemText(change.error).title} role="alert" />
      )}
      <div className="security-actions">
        <Button loading={change.isPending} onClick={() => change.mutate('renew')}>
          {t('security.renewCodes')}
        </Button>
        {state.required ? (
          <span className="quiet">{t('security.required')}</span>
        ) : (
          <Button danger loading={change.isPending} onClick={() => change.mutate('end')}>
            {t('security.turnOff')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Sets an authenticator up: password, picture, first code, recovery codes. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { rememberCsrf } from '../../api/client';
import type { EnrolmentData, RecoveryCodes } from '../../api/types';
import { SESSION_KEY } from '../../session';
import { useProblemText } from '../States';
import { CodeField, NO_PROOF, ProofFields } from './ProofFields';

/** The server has begun another session; the page learns of it when the codes have been kept. */
export function useRenewed() {
  const client = useQueryClient();
  return {
    remember: (given: RecoveryCodes) => rememberCsrf(given.session.csrf_token),
    finish: async (given: RecoveryCodes) => {
      client.setQueryData(SESSION_KEY, given.session);
      await client.invalidateQueries({ queryKey: ['second-factor'] });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  };
}

export function Enrolment() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [proof, setProof] = useState(NO_PROOF);
  const [begun, setBegun] = useState<EnrolmentData | null>(null);
  const [given, setGiven] = useState<RecoveryCodes | null>(null);
  const renewed = useRenewed();
  const beginning = useMutation({
    mutationFn: () => api.beginSecondFactor(proof.password),
    onSuccess: setBegun,
  });
  const confirming = useMutation({
    mutationFn: () => api.confirmSecondFactor(proof.code.trim()),
    onSuccess: (codes) => {
      renewed.remember(codes);
      setGiven(codes);
    },
  });
  if (given) return <Kept codes={given.recovery_codes} done={() => void renewed.finish(given)} />;
  const step = begun ? confirming : beginning;
  return (
    <form
      className="security-part"
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate();
      }}
    >
      {begun ? <Picture begun={begun} /> : <p className="quiet">{t('security.why')}</p>}
      {begun ? (
        <CodeField value={proof.code} change={(code) => setProof({ ...proof, code })} />
      ) : (
        <ProofFields proof={proof} withCode={false} change={setProof} />
      )}
      {step.error && <Alert type="error" showIcon title={problemText(step.error).title} role="alert" />}
      <Button type="primary" htmlType="submit" loading={step.isPending}>
        {t(begun ? 'security.confirm' : 'security.begin')}
      </Button>
    </form>
  );
}

function Picture({ begun }: { begun: EnrolmentData }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('security.scan')}</p>
      <div role="img" aria-label={t('security.picture')}>
        <QRCode value={begun.address} size={200} color="#000" bgColor="#fff" />
      </div>
      <p className="quiet">{t('security.typeInstead')}</p>
      <Typography.Text code copyable>
        {begun.secret}
      </Typography.Text>
    </>
  );
}

/** Codes that are shown once. */
export function Kept({ codes, done }: { codes: string[]; done: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="security-part" role="status">
      <p>{t('security.keepCodes')}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button type="primary" onClick={done}>
        {t('security.kept')}
      </Button>
    </div>
  );
}

/** Password, and the code where there is a second factor: who one is, once more. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

export interface Proof {
  password: string;
  code: string;
}

export const NO_PROOF: Proof = { password: '', code: '' };

interface Props {
  proof: Proof;
  withCode: boolean;
  change: (proof: Proof) => void;
}

export function ProofFields({ proof, withCode, change }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <label className="field">
        <span className="field-label">{t('login.password')}</span>
        <Input.Password
          value={proof.password}
          autoComplete="current-password"
          onChange={(event) => change({ ...proof, password: event.target.value })}
        />
      </label>
      {withCode && (
        <CodeField value={proof.code} change={(code) => change({ ...proof, code })} />
      )}
    </>
  );
}

export function CodeField({ value, change }: { value: string; change: (code: string) => void }) {
  const { t } = useTranslation();
  return (
    <label className="field">
      <span className="field-label">{t('security.code')}</span>
      <Input
        value={value}
        autoComplete="one-time-code"
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}

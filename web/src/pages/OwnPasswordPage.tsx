/** What is shown before anything else to somebody who came in with a one-time password. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desk } from '../api/desk';
import { SESSION_KEY, useLogout } from '../session';
import { Logo } from '../widgets/Logo';
import { useProblemText } from '../widgets/States';

export default function OwnPasswordPage() {
  const { t } = useTranslation();
  const logout = useLogout();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [given, setGiven] = useState('');
  const [own, setOwn] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () => desk.changePassword(given, own),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  });
  const differs = again !== '' && again !== own;
  const field = (label: string, value: string, set: (text: string) => void, kind: string) => (
    <label className="field">
      <span className="field-label">{label}</span>
      <Input.Password
        autoComplete={kind}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <main className="login">
      <div className="login-card">
        <Logo size={56} />
        <h1 className="login-name">{t('security.ownPassword')}</h1>
        <p className="login-tagline">{t('security.ownPasswordFirst')}</p>
        <form
          className="login-own"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate();
          }}
        >
          {field(t('security.givenPassword'), given, setGiven, 'current-password')}
          {field(t('security.newPassword'), own, setOwn, 'new-password')}
          {field(t('security.newPasswordAgain'), again, setAgain, 'new-password')}
          {differs && <Alert type="warning" showIcon title={t('security.passwordsDiffer')} />}
          {change.error && <Alert type="error" showIcon role="alert" title={problemText(change.error).title} />}
          <Button
            block
            type="primary"
            htmlType="submit"
            disabled={!given || !own || again !== own}
            loading={change.isPending}
          >
            {t('security.setPassword')}
          </Button>
        </form>
        <Button type="link" onClick={() => void logout()}>
          {t('user.logout')}
        </Button>
      </div>
    </main>
  );
}

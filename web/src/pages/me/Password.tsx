/** Changing one's own password. */
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desk } from '../../api/desk';
import { useProblemText } from '../../widgets/States';

export function Password() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const change = useMutation({
    mutationFn: () => desk.changePassword(old, fresh),
    onSuccess: () => {
      setOld('');
      setFresh('');
    },
  });
  return (
    <section aria-label={t('me.password')}>
      <h3 className="card-title">{t('me.password')}</h3>
      <form
        className="me-password"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <label className="field">
          <span className="field-label">{t('me.oldPassword')}</span>
          <Input.Password
            autoComplete="current-password"
            value={old}
            onChange={(event) => setOld(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="field-label">{t('me.newPassword')}</span>
          <Input.Password
            autoComplete="new-password"
            value={fresh}
            onChange={(event) => setFresh(event.target.value)}
          />
        </label>
        <Button htmlType="submit" disabled={!old || !fresh} loading={change.isPending}>
          {t('me.changePassword')}
        </Button>
      </form>
      {change.error && <Alert type="error" showIcon title={problemText(change.error).title} />}
      {change.isSuccess && <Alert type="success" showIcon title={t('me.passwordChanged')} />}
    </section>
  );
}

/** Login: name and password, and what this place is. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../api/calls';
import { Problem, rememberCsrf } from '../api/client';
import { chooseLanguage, useLang } from '../i18n';
import { fetchSession, SESSION_KEY } from '../session';
import { Logo } from '../widgets/Logo';
import { useProblemText } from '../widgets/States';

interface Entry {
  login: string;
  password: string;
  code?: string;
}

/** Only places of this page; an address of another site is never followed. */
function safeNext(next: string | null): string {
  return next?.startsWith('/') && !/^\/[/\\]/.test(next) ? next : '/inbox';
}

function useLogin() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const [asksCode, setAsksCode] = useState(false);

  const logIn = async ({ login, password, code }: Entry): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      await fetchSession();
      const session = await api.login(login.trim(), password, code?.trim());
      client.clear();
      rememberCsrf(session.csrf_token);
      client.setQueryData(SESSION_KEY, session);
      await navigate(safeNext(search.get('next')), { replace: true });
    } catch (error) {
      const kind = error instanceof Problem ? error.type.split(':').at(-1) : '';
      const refused = error instanceof Problem && [401, 403].includes(error.status);
      if (kind === 'second-factor-needed') setAsksCode(true);
      else setFailure(refused && kind !== 'wrong-code' ? t('login.failed') : problemText(error).title);
      setBusy(false);
    }
  };
  return { logIn, busy, failure, asksCode };
}

/** The way in through the identity provider, where the server has one. */
function OutsideLogin() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const session = useQuery({ queryKey: SESSION_KEY, queryFn: fetchSession, staleTime: 300_000 });
  if (!session.data?.oidc) return null;
  const target = encodeURIComponent(safeNext(search.get('next')));
  return (
    <Button block size="large" href={`/api/v1/session/oidc?target=${target}`}>
      {t('login.outside')}
    </Button>
  );
}

export default function LoginPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const { logIn, busy, failure, asksCode } = useLogin();
  return (
    <main className="login">
      <div className="login-card">
        <Logo size={56} />
        <h1 className="login-name">{t('app.name')}</h1>
        <p className="login-tagline">{t('app.tagline')}</p>
        <Form<Entry>
          layout="vertical"
          requiredMark={false}
          size="large"
          disabled={busy}
          onFinish={(entry) => void logIn(entry)}
        >
          {failure && <Alert type="error" showIcon title={failure} role="alert" />}
          <Form.Item
            name="login"
            label={t('login.login')}
            rules={[{ required: true, message: t('login.needLogin') }]}
          >
            <Input autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('login.password')}
            rules={[{ required: true, message: t('login.needPassword') }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {asksCode && (
            <Form.Item
              name="code"
              label={t('security.code')}
              extra={t('security.codeHint')}
              rules={[{ required: true, message: t('security.needCode') }]}
            >
              <Input autoFocus autoComplete="one-time-code" spellCheck={false} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t('login.submit')}
          </Button>
        </Form>
        <OutsideLogin />
        <Button
          type="link"
          className="login-language"
          onClick={() => chooseLanguage(lang === 'zh' ? 'en' : 'zh')}
        >
          {lang === 'zh' ? 'English' : '\u4e2d\u6587'}
        </Button>
      </div>
    </main>
  );
}

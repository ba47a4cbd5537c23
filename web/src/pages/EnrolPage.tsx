/** What is shown before anything else to somebody of whom a second factor is required. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLogout } from '../session';
import { Logo } from '../widgets/Logo';
import { Enrolment } from '../widgets/security/Enrolment';

export default function EnrolPage() {
  const { t } = useTranslation();
  const logout = useLogout();
  return (
    <main className="login">
      <div className="login-card">
        <Logo size={56} />
        <h1 className="login-name">{t('security.secondFactor')}</h1>
        <p className="login-tagline">{t('security.requiredFirst')}</p>
        <Enrolment />
        <Button type="link" onClick={() => void logout()}>
          {t('user.logout')}
        </Button>
      </div>
    </main>
  );
}

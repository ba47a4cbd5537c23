/** An address that leads nowhere. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateMessage } from '../widgets/States';

export default function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <StateMessage
      title={t('problem.notFound')}
      hint={t('problem.notFoundHint')}
      action={<Link to="/inbox">{t('sent.toInbox')}</Link>}
    />
  );
}

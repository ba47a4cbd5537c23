/** The handwritten signature that was sealed with a decision, where there is one. */
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../api/calls';

interface Props {
  instanceId: string;
  digest: string | null | undefined;
}

export function Signature({ instanceId, digest }: Props) {
  const { t } = useTranslation();
  if (!digest) return null;
  const address = fileUrl(instanceId, digest);
  return <img className="signature-picture" src={address} alt={t('sign.picture')} />;
}

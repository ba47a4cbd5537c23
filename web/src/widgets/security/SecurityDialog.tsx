/** Login and security of the signed-in person: sessions and second factor. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { SecondFactor } from './SecondFactor';
import { Sessions } from './Sessions';

export default function SecurityDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open onCancel={close} footer={null} title={t('security.title')} width={640}>
      <div className="security">
        <Sessions />
        <SecondFactor />
      </div>
    </Modal>
  );
}

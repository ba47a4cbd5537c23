/** Substitutes in a dialog, for whoever is about to leave and looks at something else. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Substitutes } from './Substitutes';

export default function SubstitutesDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open onCancel={close} footer={null} title={t('substitute.title')} width={640}>
      <Substitutes />
    </Modal>
  );
}

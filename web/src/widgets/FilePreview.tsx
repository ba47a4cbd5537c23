/** An image or a PDF of a case, shown in the page; anything else is only ever downloaded. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../api/calls';
import type { FileRef } from '../api/types';
import { isPicture } from '../lib/previews';
import '../pages/task/texts';

interface Props {
  instanceId: string;
  file: FileRef;
  onClose: () => void;
}

export default function FilePreview({ instanceId, file, onClose }: Props) {
  const { t } = useTranslation();
  const address = fileUrl(instanceId, file.digest);
  const shown = `${address}?inline=true`;
  return (
    <Modal open width={960} title={file.name} footer={null} onCancel={onClose}>
      <div className="preview">
        {isPicture(file) && <img src={shown} alt={file.name} />}
        {!isPicture(file) && navigator.pdfViewerEnabled && <iframe src={shown} title={file.name} />}
        {!isPicture(file) && !navigator.pdfViewerEnabled && (
          <p className="quiet">{t('preview.none')}</p>
        )}
      </div>
      <p className="preview-ways">
        <a href={shown} target="_blank" rel="noopener noreferrer">
          {t('preview.window')}
        </a>
        <a href={address} download={file.name}>
          {t('preview.download')}
        </a>
      </p>
    </Modal>
  );
}

/** The sheet that `?` shows. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export default function KeysHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const rows: [string, string][] = [
    ['/', t('keys.search')],
    ['j', t('keys.down')],
    ['k', t('keys.up')],
    ['Enter', t('keys.open')],
    ['?', t('keys.help')],
  ];
  return (
    <Modal open onCancel={close} footer={null} title={t('keys.title')} width={360}>
      <dl className="keys">
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

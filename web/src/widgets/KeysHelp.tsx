/** The sheet that `?` shows. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysFound } from './keys';
import { shownKeys } from './shownKeys';

export default function KeysHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [rows] = useState(() => shownKeys(keysFound()));
  return (
    <Modal open onCancel={close} footer={null} title={t('keys.title')} width={360}>
      <dl className="keys">
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

/** Asks what a new process is called. */
import { useMutation } from '@tanstack/react-query';
import { Alert, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { studio } from '../../api/studio';
import { useProblemText } from '../../widgets/States';

const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function NewDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const problem = useProblemText();
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [family, setFamily] = useState('administration');
  const common = i18n.getResourceBundle('zh', 'translation') as { family: Record<string, string> };
  const families = Object.keys(common.family);
  const begin = useMutation({
    mutationFn: () => studio.begin(key, name.trim(), family),
    onSuccess: () => void navigate(`/studio/${encodeURIComponent(key)}/edit`),
  });
  const isWrong = key !== '' && !KEY.test(key);
  return (
    <Modal
      open
      title={t('studio.newTitle')}
      okText={t('studio.begin')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !KEY.test(key) || !name.trim(), loading: begin.isPending }}
      onOk={() => begin.mutate()}
      onCancel={close}
    >
      <div className="studio-form">
        <label className="field">
          <span className="field-label">{t('studio.newName')}</span>
          <Input value={name} maxLength={100} autoFocus onChange={(e) => setName(e.target.value)} />
        </label>
        <label className="field">
          <span className="field-label">{t('studio.newKey')}</span>
          <Input
            value={key}
            maxLength={100}
            status={isWrong ? 'error' : ''}
            aria-describedby="new-key-hint"
            onChange={(event) => setKey(event.target.value)}
          />
          <span className="quiet" id="new-key-hint">
            {t('studio.newKeyHint')}
          </span>
        </label>
        <label className="field">
          <span className="field-label">{t('studio.family')}</span>
          <Select
            value={family}
            onChange={setFamily}
            options={families
              .filter((one) => one !== 'placeholders' && one !== 'other')
              .map((value) => ({ value, label: t(`family.${value}`) }))}
          />
        </label>
        {begin.isError && <Alert type="error" showIcon title={problem(begin.error).title} />}
      </div>
    </Modal>
  );
}

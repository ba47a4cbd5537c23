/** Brings in a diagram of any tool as a draft. */
import { ImportOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { studio } from '../../api/studio';
import { useProblemText } from '../../widgets/States';

export function ImportButton() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problem = useProblemText();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);

  const bring = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    try {
      const draft = await studio.bring(file);
      void message.success(t('studio.imported'));
      void navigate(`/studio/${encodeURIComponent(draft.key)}/edit`);
    } catch (error) {
      void message.error(problem(error).title, 8);
    } finally {
      setBusy(false);
      if (field.current) field.current.value = '';
    }
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".bpmn"
        hidden
        aria-label={t('studio.import')}
        onChange={(event) => void bring(event.target.files?.[0])}
      />
      <Button
        icon={<ImportOutlined aria-hidden />}
        loading={busy}
        title={t('studio.importHint')}
        onClick={() => field.current?.click()}
      >
        {t('studio.import')}
      </Button>
    </>
  );
}

/** Says how saving the draft stands, and leads to publishing it. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PublishDialog } from '../PublishDialog';
import type { Saving } from '../editor/useAutosave';

interface Props {
  of: string;
  state: Saving;
  at: string;
  save: () => Promise<void>;
}

const clock = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });

export function DraftBar({ of, state, at, save }: Props) {
  const { t } = useTranslation();
  const [publishing, setPublishing] = useState(false);
  const publish = async () => {
    await save();
    setPublishing(true);
  };
  return (
    <>
      <span className={`quiet saving-${state}`} role="status">
        {t(`table.saving_${state}`, { at: clock.format(new Date(at)) })}
      </span>
      <Button type="primary" disabled={state === 'conflict'} onClick={() => void publish()}>
        {t('table.publish')}
      </Button>
      {publishing && <PublishDialog of={of} close={() => setPublishing(false)} />}
    </>
  );
}

/** Putting a task off: when this person wants to look at it again. */
import { Button, Input, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { desk } from '../../api/desk';
import type { TaskDetail } from '../../api/types';
import { useOperation } from '../../widgets/useOperation';
import './texts';

const LOCAL = 'YYYY-MM-DDTHH:mm';

export function Later({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState(() =>
    dayjs(task.follow_up_at ?? dayjs().add(1, 'day').hour(9).minute(0)).format(LOCAL),
  );
  const put = useOperation(() => desk.followUp(task.id, dayjs(until).toISOString()), onClose);
  const clear = useOperation(() => desk.followUp(task.id, null), onClose);
  return (
    <Modal
      open
      title={t('later.title')}
      okText={t('later.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !until, loading: put.isPending }}
      onOk={() => put.mutate()}
      onCancel={onClose}
    >
      <p className="quiet">{t('later.hint')}</p>
      <label className="field">
        <span className="field-label">{t('later.on')}</span>
        <Input
          type="datetime-local"
          value={until}
          min={dayjs().format(LOCAL)}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
      {task.follow_up_at && (
        <Button loading={clear.isPending} onClick={() => clear.mutate()}>
          {t('later.clear')}
        </Button>
      )}
    </Modal>
  );
}

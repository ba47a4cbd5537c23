/** Sets one day of the company or of a department; cases that begin from now on count by it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type CalendarDay, type DayKind } from '../../api/house';
import { ProblemNote } from '../batches/ProblemNote';

interface Props {
  day: string;
  now: CalendarDay | null;
  department: string;
  close: () => void;
}

const KINDS: readonly DayKind[] = ['off', 'work', 'hours', 'usual'];

export function DayDialog({ day, now, department, close }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [kind, setKind] = useState<DayKind>(now?.worked === false ? 'work' : 'off');
  const [name, setName] = useState('');
  const [hours, setHours] = useState('');
  const save = useMutation({
    mutationFn: () =>
      house.setDay({
        day,
        kind,
        name: kind === 'off' || kind === 'work' ? name.trim() : '',
        hours: kind === 'hours' ? hours.split(/[\s,，、;；]+/).filter(Boolean) : [],
        department: department || null,
      }),
    onSuccess: async () => {
      void message.success(t('house.daySaved'));
      close();
      await client.invalidateQueries({ queryKey: ['calendar'] });
    },
  });
  return (
    <Modal
      open
      title={t('house.dayTitle', { day })}
      okText={t('house.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={close}
    >
      <div className="retry">
        <p className="quiet">{t(department ? 'house.dayOfDepartment' : 'house.dayOfCompany')}</p>
        <Radio.Group
          aria-label={t('house.dayKind')}
          value={kind}
          onChange={(event) => setKind(event.target.value as DayKind)}
          options={KINDS.map((value) => ({ value, label: t(`house.kind.${value}`) }))}
        />
        {(kind === 'off' || kind === 'work') && (
          <label className="field">
            <span className="field-label">{t('house.occasion')}</span>
            <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </label>
        )}
        {kind === 'hours' && (
          <label className="field">
            <span className="field-label">{t('house.shifts')}</span>
            <Input
              value={hours}
              placeholder="09:00-12:00"
              onChange={(event) => setHours(event.target.value)}
            />
          </label>
        )}
        <ProblemNote error={save.error} />
      </div>
    </Modal>
  );
}

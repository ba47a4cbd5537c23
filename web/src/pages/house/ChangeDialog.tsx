/** A change of the organisation: fields, from when on and why, what it would do, then doing it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type OrganisationChange, type Sections } from '../../api/house';
import { ProblemNote } from '../batches/ProblemNote';
import { Field } from './Fields';
import { PlanLines } from './PlanLines';

interface Props {
  title: string;
  sections: Sections;
  entries: OrganisationChange['entries'];
  /** Refuse what is there already, instead of changing it. */
  onlyNew?: boolean;
  /** Nothing can be asked of the server yet. */
  incomplete?: boolean;
  /** Offered at the left of the buttons: how the entry ends. */
  ending?: ReactNode;
  close: () => void;
  children: ReactNode;
}

export function ChangeDialog(props: Props) {
  const { sections, entries, onlyNew = false, incomplete = false, close } = props;
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [day, setDay] = useState<Dayjs | null>(null);
  const [reason, setReason] = useState('');
  const body = {
    entries,
    effective_from: day ? day.startOf('day').toISOString() : null,
    reason: reason.trim(),
    only_new: onlyNew,
  };
  const asked = JSON.stringify(body);
  const preview = useMutation({
    mutationFn: async () => ({ asked, plan: await house.change({ ...body, dry_run: true }) }),
  });
  const plan = preview.data?.asked === asked ? preview.data.plan : null;
  const apply = useMutation({
    mutationFn: () => house.change({ ...body, dry_run: false }),
    onSuccess: async () => {
      void message.success(t('house.recorded'));
      close();
      await client.invalidateQueries({ queryKey: ['organisation'] });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const ready = plan !== null && plan.changes.length > 0;
  return (
    <Modal
      open
      width={680}
      title={props.title}
      onCancel={close}
      footer={
        <div className="dialog-foot">
          <span className="dialog-foot-start">{props.ending}</span>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button
            type={ready ? 'default' : 'primary'}
            disabled={incomplete}
            loading={preview.isPending}
            onClick={() => preview.mutate()}
          >
            {t('house.previewChange')}
          </Button>
          <Button
            type={ready ? 'primary' : 'default'}
            disabled={!ready}
            loading={apply.isPending}
            onClick={() => apply.mutate()}
          >
            {t('house.apply')}
          </Button>
        </div>
      }
    >
      <div className="retry">
        {props.children}
        <div className="person-fields">
          <Field label={t('house.effective')}>
            <DatePicker
              value={day}
              placeholder={t('house.now')}
              minDate={dayjs()}
              onChange={(value) => setDay(value)}
            />
          </Field>
          <div className="wide-field">
            <Field label={t('house.why')}>
              <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            </Field>
          </div>
        </div>
        {plan && <PlanLines plan={plan} sections={sections} />}
        <ProblemNote error={apply.error ?? (plan ? null : preview.error)} />
      </div>
    </Modal>
  );
}

/** Changes one person's entry from a day on: first what differs, then the recorded change. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Entry, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { ProblemNote } from '../batches/ProblemNote';
import { listOf, nameOf, optionsOf, textOf } from './names';
import { PlanLines } from './PlanLines';

interface Props {
  login: string;
  sections: Sections;
  close: () => void;
}

interface Draft {
  name: string;
  department: string;
  position: string;
  reports_to: string;
  roles: string[];
}

function draftOf(entry: Entry | undefined): Draft {
  return {
    name: textOf(entry, 'name'),
    department: textOf(entry, 'department'),
    position: textOf(entry, 'position'),
    reports_to: textOf(entry, 'reports_to'),
    roles: listOf(entry, 'roles'),
  };
}

/** The fields that differ; what is emptied goes. */
function changed(before: Draft, now: Draft): Entry {
  const names = Object.keys(now) as (keyof Draft)[];
  const differing = names.filter((one) => JSON.stringify(before[one]) !== JSON.stringify(now[one]));
  return Object.fromEntries(differing.map((one) => [one, now[one].length === 0 ? null : now[one]]));
}

export function PersonDialog({ login, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const client = useQueryClient();
  const before = draftOf(sections['people']?.[login]);
  const [draft, setDraft] = useState(before);
  const [day, setDay] = useState<Dayjs | null>(null);
  const [reason, setReason] = useState('');
  const body = {
    entries: { people: { [login]: changed(before, draft) } },
    effective_from: day ? day.startOf('day').toISOString() : null,
    reason: reason.trim(),
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
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  return (
    <Modal
      open
      width={680}
      title={t('house.changeTitle', { name: nameOf(sections, 'people', login, lang) })}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {t('common.cancel')}
        </Button>,
        <Button key="preview" loading={preview.isPending} onClick={() => preview.mutate()}>
          {t('house.previewChange')}
        </Button>,
        <Button
          key="apply"
          type="primary"
          disabled={!plan || plan.differences.length === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          {t('house.apply')}
        </Button>,
      ]}
    >
      <div className="retry">
        <div className="person-fields">
          <Field label={t('house.fields.name')}>
            <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          </Field>
          <Field label={t('house.fields.position')}>
            <Input
              value={draft.position}
              onChange={(event) => set({ position: event.target.value })}
            />
          </Field>
          <Field label={t('house.ofDepartment')}>
            <Choice
              value={draft.department}
              options={optionsOf(sections, 'departments', lang)}
              change={(department) => set({ department })}
            />
          </Field>
          <Field label={t('house.fields.reports_to')}>
            <Choice
              value={draft.reports_to}
              options={optionsOf(sections, 'people', lang).filter((one) => one.value !== login)}
              change={(reportsTo) => set({ reports_to: reportsTo })}
            />
          </Field>
          <Field label={t('house.effective')}>
            <DatePicker
              value={day}
              placeholder={t('house.now')}
              minDate={dayjs()}
              onChange={(value) => setDay(value)}
            />
          </Field>
          <Field label={t('house.why')}>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
        <Field label={t('house.fields.roles')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.roles}
            options={optionsOf(sections, 'roles', lang)}
            onChange={(roles) => set({ roles })}
          />
        </Field>
        {plan && <PlanLines differences={plan.differences} notices={plan.notices} />}
        <ProblemNote error={apply.error ?? preview.error} />
      </div>
    </Modal>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      {children}
    </label>
  );
}

interface ChoiceProps {
  value: string;
  options: { value: string; label: string }[];
  change: (value: string) => void;
}

function Choice({ value, options, change }: ChoiceProps) {
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value || null}
      options={options}
      onChange={(chosen: string | null) => change(chosen ?? '')}
    />
  );
}

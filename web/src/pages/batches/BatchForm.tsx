/** Asks for an operation and what it is meant for, and goes to its preview. */
import { useMutation } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { operate, type BatchAction, type Wanted } from '../../api/operate';
import { PeopleSelect } from '../../widgets/PeopleSelect';
import { ElementField } from './ElementField';
import { ProblemNote } from './ProblemNote';
import { useProcessOptions } from '../inbox/FilterBar';

interface Draft {
  action: BatchAction;
  process: string;
  version: number | null;
  element: string;
  days: number | null;
  text: string;
  standing: '' | 'suspended' | 'going';
  to: string;
  of: string[];
  successor: string[];
}

const EMPTY: Draft = {
  action: 'retry',
  process: '',
  version: null,
  element: '',
  days: null,
  text: '',
  standing: '',
  to: '',
  of: [],
  successor: [],
};

function wantedOf(draft: Draft): Wanted {
  const before = draft.days === null ? null : dayjs().subtract(draft.days, 'day').toISOString();
  const transfers = draft.action === 'transfer';
  return {
    action: draft.action,
    to: transfers ? (draft.successor[0] ?? '') : draft.action === 'move' ? draft.to.trim() : '',
    of: transfers ? (draft.of[0] ?? '') : '',
    selection: {
      process: draft.process,
      version: draft.process ? draft.version : null,
      suspended: draft.standing === '' ? null : draft.standing === 'suspended',
      element: draft.element.trim(),
      started_before: before,
      text: draft.text.trim(),
    },
  };
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      {children}
    </label>
  );
}

export function BatchForm({ actions }: { actions: BatchAction[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const set = (changed: Partial<Draft>): void => setDraft({ ...draft, ...changed });
  const processes = useProcessOptions();
  const preview = useMutation({
    mutationFn: () => operate.preview(wantedOf(draft)),
    onSuccess: (batch) => navigate(`/batches/${batch.id}`),
  });
  const transfers = draft.action === 'transfer';
  return (
    <section className="card batch-form" aria-label={t('batch.new')}>
      <h2 className="card-title">{t('batch.new')}</h2>
      <div className="batch-fields">
        <Field label={t('batch.action')}>
          <Select
            value={draft.action}
            onChange={(action) => set({ action })}
            options={actions.map((value) => ({ value, label: t(`batch.actionName.${value}`) }))}
          />
        </Field>
        {transfers && (
          <>
            <div className="field">
              <span className="field-label">{t('batch.of')}</span>
              <PeopleSelect value={draft.of} onChange={(of) => set({ of })} />
            </div>
            <div className="field">
              <span className="field-label">{t('batch.successor')}</span>
              <PeopleSelect
                value={draft.successor}
                without={draft.of}
                onChange={(successor) => set({ successor })}
              />
            </div>
          </>
        )}
        <Field label={t('batch.process')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.process}
            onChange={(process) => set({ process })}
            options={processes}
            popupMatchSelectWidth={false}
          />
        </Field>
        {draft.process && !transfers && draft.action !== 'retry' && (
          <Field label={t('batch.version')}>
            <InputNumber min={1} precision={0} value={draft.version} onChange={(version) => set({ version })} />
          </Field>
        )}
        <ElementField
          label={t('batch.element')}
          process={draft.process}
          value={draft.element}
          onChange={(element) => set({ element })}
        />
        {draft.action === 'move' && (
          <ElementField
            label={t('batch.to')}
            process={draft.process}
            value={draft.to}
            onChange={(to) => set({ to })}
          />
        )}
        {!transfers && (
          <>
            <Field label={t('batch.age')}>
              <InputNumber min={0} max={36_500} precision={0} value={draft.days} onChange={(days) => set({ days })} />
            </Field>
            <Field label={t('batch.text')}>
              <Input
                value={draft.text}
                maxLength={200}
                placeholder={t('batch.textHint')}
                onChange={(event) => set({ text: event.target.value })}
              />
            </Field>
          </>
        )}
        {!transfers && draft.action !== 'retry' && (
          <Field label={t('batch.standing')}>
            <Select
              value={draft.standing}
              onChange={(standing) => set({ standing })}
              options={[
                { value: '', label: t('batch.anyStanding') },
                { value: 'going', label: t('batch.onlyGoing') },
                { value: 'suspended', label: t('batch.onlySuspended') },
              ]}
            />
          </Field>
        )}
      </div>
      <ProblemNote error={preview.error} />
      <Button type="primary" loading={preview.isPending} onClick={() => preview.mutate()}>
        {t('batch.preview')}
      </Button>
    </section>
  );
}

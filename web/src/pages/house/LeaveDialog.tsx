/** Somebody leaves: who takes over, what that would lead to, and then doing it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { ProblemNote } from '../batches/ProblemNote';
import { nameOf, peopleHere } from './names';
import { PlanLines } from './PlanLines';

interface Props {
  login: string;
  sections: Sections;
  close: () => void;
}

export function LeaveDialog({ login, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [successor, setSuccessor] = useState<string | null>(null);
  const preview = useMutation({
    mutationFn: async () => ({ successor, found: await house.leave(login, successor, true) }),
  });
  const foreseen = preview.data?.successor === successor ? preview.data.found : null;
  const leave = useMutation({
    mutationFn: () => house.leave(login, successor, false),
    onSuccess: async (done) => {
      void message.success(t('house.left', { count: done.items }));
      close();
      await client.invalidateQueries({ queryKey: ['organisation'] });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <Modal
      open
      width={640}
      title={t('house.leaveTitle', { name: nameOf(sections, 'people', login, lang) })}
      onCancel={close}
      footer={[
        <Button key="cancel" onClick={close}>
          {t('common.cancel')}
        </Button>,
        <Button key="preview" loading={preview.isPending} onClick={() => preview.mutate()}>
          {t('house.previewChange')}
        </Button>,
        <Button
          key="leave"
          type="primary"
          danger
          disabled={!foreseen}
          loading={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('house.person.leave')}
        </Button>,
      ]}
    >
      <div className="retry">
        <p className="quiet">{t('house.leaveHint')}</p>
        <label className="field">
          <span className="field-label">{t('house.successor')}</span>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('house.superior')}
            value={successor}
            options={peopleHere(sections, lang).filter((one) => one.value !== login)}
            onChange={(value: string | null) => setSuccessor(value ?? null)}
          />
        </label>
        {foreseen && (
          <>
            <p>
              {t('house.handsOver', {
                items: foreseen.items,
                cases: foreseen.cases.length,
                name: nameOf(sections, 'people', foreseen.successor, lang),
              })}
            </p>
            {foreseen.work.length > 0 && (
              <ul className="plan-lines leaving-work" aria-label={t('house.leavingWork')}>
                {foreseen.work.map((one) => (
                  <li key={one.id}>
                    <strong>{localName(one.name, one.name_en, lang)}</strong>{' '}
                    <span className="quiet">{one.title}</span>
                  </li>
                ))}
              </ul>
            )}
            <PlanLines plan={foreseen} sections={sections} />
          </>
        )}
        <ProblemNote error={leave.error ?? preview.error} />
      </div>
    </Modal>
  );
}

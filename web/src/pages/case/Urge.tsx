/** Urging whoever a case waits for, as often as the server allows. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Pending } from '../../api/own';
import { useLang } from '../../i18n';
import { formatMoment } from '../../lib/format';
import { OperationDialog } from '../../widgets/OperationDialog';
import '../../styles/own.css';
import './texts';

interface Props {
  pending: Pending[];
  size?: 'small' | 'middle';
}

export function Urge({ pending, size = 'middle' }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const urged = pending.filter((one) => one.may_urge);
  if (urged.length === 0) return null;
  const free = urged.filter((one) => one.urge_again_at === null);
  if (free.length === 0) {
    const again = urged.map((one) => one.urge_again_at ?? '').sort()[0] ?? null;
    const time = formatMoment(again, new Date(), lang);
    return (
      <Button size={size} disabled title={t('now.urgeAgain', { time })}>
        {t('now.urged')}
      </Button>
    );
  }
  const names = [...new Set(free.flatMap((one) => one.who))].join('、');
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        {t('operation.urge')}
      </Button>
      {open && (
        <OperationDialog
          title={t('operation.urge')}
          hint={`${t('now.urgeWhom', { names })}${lang === 'zh' ? '。' : '. '}${t('operation.hint.urge')}`}
          reasonOptional
          perform={async (reason) => {
            for (const one of free) await api.urge(one.work_item_id, reason);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

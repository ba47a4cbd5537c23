/** When a timer goes off: after a while, at a moment, or again and again. */
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { expression, put, setExpression } from '../facts';
import type { GroupProps } from '../Panel';
import { together } from '../together';
import type { Moddle } from '../types';
import { FeelField } from './FeelField';
import { MomentField } from './MomentField';
import type { Unit } from './moments';

const KINDS = ['timeDate', 'timeDuration', 'timeCycle'] as const;
type Kind = (typeof KINDS)[number];
const UNITS: Record<string, Unit[]> = {
  timeDate: ['workdays', 'work-hours'],
  timeDuration: ['days', 'hours'],
};

export function TimerField({ modeler, element, timer }: GroupProps & { timer: Moddle }) {
  const { t } = useTranslation();
  const said = KINDS.find((one) => expression(timer, one));
  const [wanted, setWanted] = useState<Kind>(said ?? 'timeDate');
  const kind = wanted;
  const write = (words: string) =>
    together(
      modeler,
      ...KINDS.filter((one) => one !== kind && expression(timer, one)).map(
        (one) => () => put(modeler, element, timer, { [one]: undefined }),
      ),
      () => setExpression(modeler, element, { of: timer, name: kind }, words),
    );
  const value = expression(timer, kind);
  const given = { label: t(`editor.${kind}`), value, bare: true, onChange: write };
  return (
    <>
      <Segmented
        block
        aria-label={t('panel.timerKind')}
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: t(`panel.timer_${one}`) }))}
        onChange={setWanted}
      />
      {said && said !== kind && <p className="field-hint">{t('panel.timerReplaces', { kind: t(`panel.timer_${said}`) })}</p>}
      {kind === 'timeCycle' ? (
        <FeelField key={kind} {...given} hint={t('panel.cycleHint')} />
      ) : (
        <MomentField key={kind} {...given} units={UNITS[kind] ?? []} hint={t(`panel.${kind}Hint`)} />
      )}
      <p className="field-hint">{t('panel.calendarHint')}</p>
    </>
  );
}

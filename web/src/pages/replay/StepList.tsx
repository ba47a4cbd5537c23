/** The steps of a case in words; the one that is shown is marked and kept in view. */
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep, ReplayWindow } from '../../api/audit';
import { useSaid } from '../../i18n/said';
import { passesOf, WINDOW } from '../../lib/replay';
import { Moment } from '../../widgets/Moment';

interface Props {
  window: ReplayWindow;
  number: number;
  goTo: (number: number) => void;
}

export function StepList({ window, number, goTo }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    const frame = list.current;
    if (!row || !frame || frame.scrollHeight <= frame.clientHeight) return;
    frame.scrollTop = row.offsetTop - frame.clientHeight / 2 + row.clientHeight / 2;
  }, [number, window]);
  const passes = passesOf(window);
  const first = window.steps[0]?.number ?? 1;
  const last = window.steps.at(-1)?.number ?? 1;
  return (
    <section className="card replay-steps" aria-labelledby="steps-heading">
      <h2 className="card-title" id="steps-heading">
        {t('replay.steps', { total: window.total })}
      </h2>
      {first > 1 && (
        <Button size="small" onClick={() => goTo(first - 1)}>
          {t('replay.earlier', { count: WINDOW })}
        </Button>
      )}
      <ol className="step-list" ref={list} tabIndex={-1}>
        {window.steps.map((step) => (
          <StepRow
            key={step.number}
            step={step}
            pass={passes.get(step.number) ?? 0}
            current={step.number === number}
            goTo={goTo}
          />
        ))}
      </ol>
      {last < window.total && (
        <Button size="small" onClick={() => goTo(last + 1)}>
          {t('replay.later')}
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  step: ReplayStep;
  pass: number;
  current: boolean;
  goTo: (number: number) => void;
}

function StepRow({ step, pass, current, goTo }: RowProps) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <li>
      <button
        type="button"
        className="step-row"
        aria-current={current ? 'step' : undefined}
        onClick={() => goTo(step.number)}
      >
        <span className="step-number">{step.number}</span>
        <span className="step-text">
          {step.part > 0 && <span className="quiet">{t('replay.continued')} </span>}
          {said(step)}
        </span>
        <span className="step-time">
          {step.on_behalf_of && <span className="tag">{t('replay.substitute')}</span>}
          {pass > 1 && <span className="tag late">{t('replay.pass', { pass })}</span>}
          {step.ways.length > 0 && <span className="chip">{t('replay.choice')}</span>}
          <Moment at={step.at} />
        </span>
      </button>
    </li>
  );
}

/** The controls of a replay: slider, one step back or on, play; each has its key. */
import {
  CaretRightFilled,
  PauseOutlined,
  StepBackwardOutlined,
  StepForwardOutlined,
  VerticalLeftOutlined,
  VerticalRightOutlined,
} from '@ant-design/icons';
import { Button, Select, Slider } from 'antd';
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageKeys, type KeyRow } from '../../widgets/shownKeys';
import './player.css';

const PACE = 1_200;
const SPEEDS = [0.5, 1, 2, 4] as const;

interface Props {
  number: number;
  total: number;
  goTo: (number: number) => void;
  children?: ReactNode;
}

const KEYS: readonly KeyRow[] = [
  ['Space', 'replay.keys.play'],
  ['←', 'replay.keys.back'],
  ['→', 'replay.keys.forward'],
  ['Home', 'replay.keys.first'],
  ['End', 'replay.keys.last'],
];

/** Whether the key belongs to what has the focus. */
function isTaken(target: EventTarget | null, key: string): boolean {
  const element = target as HTMLElement | null;
  if (element?.closest?.('input, textarea, [role=combobox], [role=dialog], [role=listbox]')) return true;
  return Boolean(element?.closest?.(key === ' ' ? 'button, a, summary' : '[role=slider]'));
}

export function Player({ number, total, goTo, children }: Props) {
  const { t } = useTranslation();
  const [speed, setSpeed] = useState(1);
  const [playing, setPlaying] = useState(false);
  const step = (by: number): void => goTo(Math.max(1, Math.min(total, number + by)));
  const advance = useEffectEvent(() => {
    if (number >= total) setPlaying(false);
    else step(1);
  });
  useEffect(() => {
    if (!playing) return;
    const timer = window.setInterval(() => advance(), PACE / speed);
    return () => window.clearInterval(timer);
  }, [playing, speed]);

  const toggle = (): void => {
    if (!playing && number >= total) goTo(1);
    setPlaying(!playing);
  };
  usePageKeys(KEYS);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target, event.key)) return;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      Home: () => goTo(1),
      End: () => goTo(total),
      ' ': toggle,
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  const tool = (icon: ReactNode, label: string, act: () => void, off = false) => (
    <Button type="text" icon={icon} aria-label={label} title={label} onClick={act} disabled={off} />
  );
  return (
    <div className="card player" role="group" aria-label={t('replay.player')}>
      <div className="player-buttons">
        {tool(<VerticalRightOutlined aria-hidden />, t('replay.first'), () => goTo(1), number <= 1)}
        {tool(<StepBackwardOutlined aria-hidden />, t('replay.back'), () => step(-1), number <= 1)}
        <Button
          type="primary"
          shape="circle"
          icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightFilled aria-hidden />}
          aria-label={playing ? t('replay.pause') : t('replay.play')}
          title={playing ? t('replay.pause') : t('replay.play')}
          onClick={toggle}
        />
        {tool(
          <StepForwardOutlined aria-hidden />,
          t('replay.forward'),
          () => step(1),
          number >= total,
        )}
        {tool(
          <VerticalLeftOutlined aria-hidden />,
          t('replay.last'),
          () => goTo(total),
          number >= total,
        )}
      </div>
      <Slider
        className="player-slider"
        min={1}
        max={Math.max(total, 2)}
        disabled={total < 2}
        value={number}
        onChange={goTo}
        ariaLabelForHandle={t('replay.slider')}
        ariaValueTextFormatterForHandle={(value) => t('replay.stepOf', { number: value, total })}
        tooltip={{ open: false }}
      />
      <span className="player-place" aria-hidden>
        {number} / {total}
      </span>
      <Select
        className="player-speed"
        size="small"
        aria-label={t('replay.speed')}
        value={speed}
        onChange={setSpeed}
        options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
      />
      {children}
    </div>
  );
}

/** A diagram on which one element is picked with the pointer; a list beside it serves the keyboard. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { englishDiagram } from '../../lib/diagramXml';
import type { OpenDiagram } from './viewer';

interface Props {
  xml: string;
  /** Where the case stands. */
  current: string[];
  choosable: string[];
  value: string;
  onPick: (id: string) => void;
  label: string;
}

export default function PickOnDiagram({ xml, current, choosable, value, onPick, label }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<OpenDiagram | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const here = t('diagram.here');
  const wanted = JSON.stringify({ current, choosable });

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let left = false;
    let made: OpenDiagram | null = null;
    const show = async () => {
      const { openDiagram } = await import('./viewer');
      if (left) return;
      const asked = JSON.parse(wanted) as { current: string[]; choosable: string[] };
      const marks = { current: asked.current, done: [], taken: [], hereText: here };
      const picking = { ids: asked.choosable, pick: (id: string) => pick.current(id) };
      made = await openDiagram(element, lang === 'en' ? englishDiagram(xml) : xml, marks, picking);
      if (left) made.destroy();
      else setOpened(made);
    };
    // A process without a drawing is chosen from by the list alone.
    show().catch((error: unknown) => console.error(error));
    return () => {
      left = true;
      made?.destroy();
      setOpened(null);
    };
  }, [xml, wanted, here, lang]);

  useEffect(() => opened?.choose(value), [opened, value]);

  const tools = [
    { icon: <ZoomOutOutlined aria-hidden />, text: t('diagram.zoomOut'), use: () => opened?.zoom(-1) },
    { icon: <ZoomInOutlined aria-hidden />, text: t('diagram.zoomIn'), use: () => opened?.zoom(1) },
    { icon: <ExpandOutlined aria-hidden />, text: t('diagram.fit'), use: () => opened?.fit() },
  ];
  return (
    <section className="diagram pick-diagram" aria-label={label}>
      <div className="diagram-bar">
        <span className="diagram-where">{label}</span>
        <span className="diagram-tools">
          {tools.map(({ icon, text, use }) => (
            <Button key={text} type="text" icon={icon} aria-label={text} title={text} onClick={use} />
          ))}
        </span>
      </div>
      <div className="diagram-canvas" ref={container} />
    </section>
  );
}

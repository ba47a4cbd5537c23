/** The diagram of a process with some of its elements highlighted. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { englishDiagram } from '../../lib/diagramXml';
import { whileHere } from '../../lib/whileHere';
import type { OpenDiagram } from './viewer';

interface Props {
  xml: string;
  elements: string[];
  /** What the badge at each of them says. */
  badge: string;
  label: string;
}

export function ElementsView({ xml, elements, badge, label }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenDiagram | null>(null);
  const [failed, setFailed] = useState(false);
  const wanted = elements.join(' ');

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    setFailed(false);
    const current = wanted ? wanted.split(' ') : [];
    const marks = { current, done: [], taken: [], hereText: badge };
    return whileHere(
      async () => {
        const { openDiagram } = await import('./viewer');
        return () => openDiagram(element, lang === 'en' ? englishDiagram(xml) : xml, marks);
      },
      (made) => {
        opened.current = made;
      },
      () => setFailed(true),
    );
  }, [xml, wanted, badge, lang]);

  const tools = [
    {
      icon: <ZoomOutOutlined aria-hidden />,
      text: t('diagram.zoomOut'),
      use: () => opened.current?.zoom(-1),
    },
    {
      icon: <ZoomInOutlined aria-hidden />,
      text: t('diagram.zoomIn'),
      use: () => opened.current?.zoom(1),
    },
    { icon: <ExpandOutlined aria-hidden />, text: t('diagram.fit'), use: () => opened.current?.fit() },
  ];
  return (
    <section className="diagram" aria-label={label}>
      <div className="diagram-bar">
        <span className="diagram-where" />
        <span className="diagram-tools">
          {tools.map(({ icon, text, use }) => (
            <Button key={text} type="text" icon={icon} aria-label={text} title={text} onClick={use} />
          ))}
        </span>
      </div>
      <div className="diagram-canvas tall" ref={container} />
      {failed && <p role="alert">{t('diagram.failed')}</p>}
    </section>
  );
}

/** The diagram of a process with some of its elements highlighted. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { englishDiagram } from '../../lib/diagramXml';
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
  const [failed, setFailed] = useState(false);
  const wanted = elements.join(' ');

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let left = false;
    let opened: OpenDiagram | null = null;
    const show = async () => {
      const { openDiagram } = await import('./viewer');
      if (left) return;
      const current = wanted ? wanted.split(' ') : [];
      const marks = { current, done: [], taken: [], hereText: badge };
      const made = await openDiagram(element, lang === 'en' ? englishDiagram(xml) : xml, marks);
      if (left) made.destroy();
      else opened = made;
    };
    setFailed(false);
    show().catch((error: unknown) => {
      console.error(error);
      setFailed(true);
    });
    return () => {
      left = true;
      opened?.destroy();
    };
  }, [xml, wanted, badge, lang]);

  return (
    <section className="diagram" aria-label={label}>
      <div className="diagram-canvas" ref={container} />
      {failed && <p role="alert">{t('diagram.failed')}</p>}
    </section>
  );
}

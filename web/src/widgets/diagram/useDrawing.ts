/** A drawing that is loaded when it comes into the page, and again when its text changes. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLang } from '../../i18n';
import { englishDiagram, isDrawn } from '../../lib/diagramXml';
import { whileHere } from '../../lib/whileHere';

interface Drawing {
  destroy: () => void;
}

/** Loads the code, and then opens the drawing in an element of the page. */
type Load<T> = () => Promise<(container: HTMLElement, xml: string) => Promise<T>>;

/** `marks`: what the drawing is opened anew for when it changes, besides the text and language. */
export function useDrawing<T extends Drawing>(xml: string | undefined, load: Load<T>, marks = '') {
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<T | null>(null);
  const [failed, setFailed] = useState(false);
  const drawn = xml !== undefined && isDrawn(xml);
  const loading = useEffectEvent(load);
  useEffect(() => {
    const element = container.current;
    setFailed(false);
    if (!element || !xml || !drawn) return;
    const shown = lang === 'en' ? englishDiagram(xml) : xml;
    const asked = loading();
    return whileHere(
      async () => {
        const open = await asked;
        return () => open(element, shown);
      },
      setDrawing,
      () => setFailed(true),
    );
  }, [xml, drawn, lang, marks]);
  return { container, drawing, drawn, failed };
}

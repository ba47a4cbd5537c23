/** One modeler in a container, over one diagram, as long as the page is open. */
import type Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isDrawn } from '../../../lib/diagramXml';
import type { Lang } from '../../../lib/format';
import { makeModeler, titled } from './modeler';
import { look } from './view';


/** `layOut` draws a file that says nothing of its shapes; `laidOut` says that it had to. */
export function useModeler(xml: string, lang: Lang, layOut: (xml: string) => Promise<string>) {
  const container = useRef<HTMLDivElement>(null);
  const [modeler, setModeler] = useState<Modeler | null>(null);
  const [failed, setFailed] = useState('');
  const laidOut = !isDrawn(xml);
  const drawing = useEffectEvent(layOut);
  useEffect(() => {
    if (!container.current) return;
    let left = false;
    const made = makeModeler(container.current, lang);
    const wanted = isDrawn(xml) ? Promise.resolve(xml) : drawing(xml);
    wanted.then((drawn) => (left ? undefined : made.importXML(drawn))).then(
      () => {
        if (left) return;
        look(made);
        if (container.current) titled(container.current);
        setModeler(made);
      },
      (error: unknown) => {
        if (!left) setFailed(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      left = true;
      setModeler(null);
      made.destroy();
    };
  }, [xml, lang]);
  return { container, modeler, failed, laidOut };
}

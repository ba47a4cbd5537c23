/** One modeler in a container, over one diagram, as long as the page is open. */
import type Modeler from 'bpmn-js/lib/Modeler';
import { useEffect, useRef, useState } from 'react';
import type { Lang } from '../../../lib/format';
import { makeModeler } from './modeler';
import { look } from './view';

export function useModeler(xml: string, lang: Lang) {
  const container = useRef<HTMLDivElement>(null);
  const [modeler, setModeler] = useState<Modeler | null>(null);
  const [failed, setFailed] = useState('');
  useEffect(() => {
    if (!container.current) return;
    let left = false;
    const made = makeModeler(container.current, lang);
    made.importXML(xml).then(
      () => {
        if (left) return;
        look(made);
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
  return { container, modeler, failed };
}

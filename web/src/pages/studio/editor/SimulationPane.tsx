/** Plays tokens through the diagram as it is drawn now. */
import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../i18n';

export function SimulationPane({ xml }: { xml: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const container = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let end = () => {};
    let left = false;
    import('./simulation')
      .then(({ simulate }) => simulate(element, xml, lang))
      .then((stop) => (left ? stop() : (end = stop)))
      .catch(() => setFailed(true));
    return () => {
      left = true;
      end();
    };
  }, [xml, lang]);
  return (
    <>
      {failed && <Alert type="error" banner title={t('editor.cannotSimulate')} />}
      <div className="editor-canvas editor-simulation diagram-canvas" ref={container} />
    </>
  );
}

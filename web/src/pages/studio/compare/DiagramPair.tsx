/** Two diagrams that move together, and the list of what differs, which leads to each element. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../i18n';
import { englishDiagram } from '../../../lib/diagramXml';
import { ListLoading } from '../../../widgets/States';
import { ChangeList } from './ChangeList';
import type { ChangeKind, Compared } from './difference';
import type { OpenPair } from './pair';

const KINDS: ChangeKind[] = ['added', 'removed', 'changed', 'moved'];

interface Props {
  of: string;
  before: string;
  after: string;
  names: [string, string];
}

export function DiagramPair({ of, before, after, names }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const opened = useRef<OpenPair | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [chosen, setChosen] = useState('');
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const containers = [left.current, right.current];
    const [one, other] = containers;
    if (!one || !other) return;
    let gone = false;
    const show = async () => {
      const [{ compareDiagrams }, { openPair }] = await Promise.all([
        import('./difference'),
        import('./pair'),
      ]);
      const found = await compareDiagrams(before, after);
      if (gone) return;
      setCompared(found);
      const drawn = [before, after].map((xml) => (lang === 'en' ? englishDiagram(xml) : xml));
      const choose = (id: string) => {
        setChosen(id);
        opened.current?.show(id);
      };
      const made = await openPair([one, other], drawn as [string, string], found.changes, choose);
      if (gone) made.destroy();
      else opened.current = made;
    };
    show().catch((error: unknown) => {
      console.error(error);
      setFailed(true);
    });
    return () => {
      gone = true;
      opened.current?.destroy();
      opened.current = null;
    };
  }, [before, after, lang]);

  const goTo = (id: string) => {
    setChosen(id);
    opened.current?.show(id);
    const canvas = compared?.changes.some((one) => one.id === id && one.kind === 'removed') ? left : right;
    canvas.current?.scrollIntoView({ block: 'nearest' });
  };
  const count = (kind: ChangeKind) => compared?.changes.filter((one) => one.kind === kind).length ?? 0;
  const tools = [
    { icon: <ZoomOutOutlined aria-hidden />, text: t('compare.zoomOut'), use: () => opened.current?.zoom(-1) },
    { icon: <ZoomInOutlined aria-hidden />, text: t('compare.zoomIn'), use: () => opened.current?.zoom(1) },
    { icon: <ExpandOutlined aria-hidden />, text: t('compare.fit'), use: () => opened.current?.fit() },
  ];
  return (
    <div className="compare-body">
      <section className="compare-told" aria-label={t('compare.changes')}>
        <h2 className="card-title">{t('compare.changes')}</h2>
        {!compared && !failed && <ListLoading rows={2} />}
        {compared && <ChangeList of={of} compared={compared} chosen={chosen} choose={goTo} />}
      </section>
      <div className="compare-drawn">
        <div className="diagram-bar">
          <p className="legend compare-legend">
            {KINDS.map((kind) => (
              <span key={kind} className={`change-kind ${kind}`}>
                {t(`compare.${kind}`)} {count(kind)}
              </span>
            ))}
          </p>
          <span className="diagram-tools">
            {tools.map(({ icon, text, use }) => (
              <Button key={text} type="text" icon={icon} aria-label={text} title={text} onClick={use} />
            ))}
          </span>
        </div>
        <div className="compare-pair">
          {[left, right].map((container, side) => (
            <section key={names[side]} aria-label={t('compare.left', { name: names[side] })}>
              <h2 className="compare-name">{names[side]}</h2>
              <div className="diagram-canvas compare-canvas" ref={container} />
            </section>
          ))}
        </div>
        {failed && <p role="alert">{t('compare.failed')}</p>}
      </div>
    </div>
  );
}

/** The buttons of a drawing: nearer, farther, whole, and to where the case is. */
import {
  AimOutlined,
  ExpandOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Movable {
  zoom: (step: 1 | -1) => void;
  fit: () => void;
  toCurrent?: () => void;
}

export function DiagramTools({ of, current = false }: { of: Movable | null; current?: boolean }) {
  const { t } = useTranslation();
  const tools = [
    { icon: <AimOutlined aria-hidden />, label: t('diagram.toCurrent'), use: () => of?.toCurrent?.() },
    { icon: <ZoomOutOutlined aria-hidden />, label: t('diagram.zoomOut'), use: () => of?.zoom(-1) },
    { icon: <ZoomInOutlined aria-hidden />, label: t('diagram.zoomIn'), use: () => of?.zoom(1) },
    { icon: <ExpandOutlined aria-hidden />, label: t('diagram.fit'), use: () => of?.fit() },
  ];
  return (
    <span className="diagram-tools">
      {tools.slice(current ? 0 : 1).map(({ icon, label, use }) => (
        <Button key={label} type="text" icon={icon} aria-label={label} title={label} onClick={use} />
      ))}
    </span>
  );
}

/** Values under names: what is handed over, or what comes back. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { children, setChildren, subject, text } from '../facts';
import type { GroupProps } from '../Panel';
import { FeelField } from './FeelField';
import { NameField } from './NameField';

interface Props extends GroupProps {
  type: 'guicheng:Input' | 'guicheng:Output';
  title: string;
  hint?: string;
}

export function Mappings({ modeler, element, type, title, hint }: Props) {
  const { t } = useTranslation();
  const found = children(subject(element), type).map((one) => ({
    name: text(one, 'name'),
    value: text(one, 'value'),
  }));
  const put = (place: number, part: 'name' | 'value') => (words: string) =>
    setChildren(
      modeler,
      element,
      type,
      found.map((one, at) => (at === place ? { ...one, [part]: part === 'name' ? words.trim() : words } : one)),
    );
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{title}</legend>
      {hint && found.length === 0 && <p className="field-hint">{hint}</p>}
      {found.map((one, place) => (
        <div className="mapping" key={place}>
          <NameField label={t('editor.variable')} value={one.name} onChange={put(place, 'name')} />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('panel.removeNamed', { name: one.name })}
            onClick={() => setChildren(modeler, element, type, found.filter((_, at) => at !== place))}
          />
          <FeelField label={t('editor.value')} value={one.value} onChange={put(place, 'value')} />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => setChildren(modeler, element, type, [...found, { name: `name_${found.length + 1}`, value: '' }])}
      >
        {t('editor.add')}
      </Button>
    </fieldset>
  );
}

/** Choosing an element of the case's diagrams by its name. */
import { Select } from 'antd';
import type { NamedElement } from '../../../lib/diagramXml';

interface Props {
  label: string;
  loading: boolean;
  elements: NamedElement[];
  value: string;
  onChange: (id: string) => void;
}

export function ElementSelect({ label, loading, elements, value, onChange }: Props) {
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      className="wide-field"
      aria-label={label}
      placeholder={label}
      loading={loading}
      value={value || null}
      onChange={onChange}
      options={elements.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

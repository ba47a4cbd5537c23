/** The name of a variable: one that exists, or a new one. */
import { AutoComplete } from 'antd';
import { Field } from '../fields';
import { useSuggested } from './scope';
import { useTyped } from './typed';

interface Props {
  label: string;
  value: string;
  hint?: string;
  placeholder?: string;
  onChange: (name: string) => void;
}

export function NameField({ label, value, hint, placeholder, onChange }: Props) {
  const { typed, type, leave } = useTyped(value, onChange);
  const names = useSuggested().filter((one) => !one.name.includes('.'));
  const found = names.filter((one) => one.name !== typed && (one.name + one.said).includes(typed));
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <AutoComplete
          id={id}
          className="wide-field"
          aria-describedby={described}
          value={typed}
          placeholder={placeholder}
          options={found.slice(0, 30).map((one) => ({
            value: one.name,
            label: (
              <span className="suggestion">
                <code>{one.name}</code> <span className="quiet">{one.said}</span>
              </span>
            ),
          }))}
          popupMatchSelectWidth={false}
          onBlur={leave}
          onChange={(text: string) => type(text)}
        />
      )}
    </Field>
  );
}

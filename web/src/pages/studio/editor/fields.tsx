/** The fields of the properties: each keeps what is typed and passes it on after a pause. */
import { Input, Select } from 'antd';
import { useId, type ReactNode } from 'react';
import { useTyped } from './panel/typed';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  children: (id: string, hint: string | undefined) => ReactNode;
}

export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children(id, hint ? `${id}-hint` : undefined)}
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface TextProps {
  label: string;
  value: string;
  hint?: ReactNode;
  rows?: number;
  autoFocus?: boolean;
  onChange: (text: string) => void;
}

export function TextField({ label, value, hint, rows, autoFocus, onChange }: TextProps) {
  const { typed, type, leave } = useTyped(value, onChange);
  const given = {
    value: typed,
    onBlur: leave,
    onChange: (e: { target: { value: string } }) => type(e.target.value),
  };
  return (
    <Field label={label} hint={hint}>
      {(id, described) =>
        rows ? (
          <Input.TextArea id={id} aria-describedby={described} autoSize={{ minRows: rows, maxRows: 10 }} {...given} />
        ) : (
          <Input id={id} autoFocus={Boolean(autoFocus)} aria-describedby={described} {...given} />
        )
      }
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  value: string;
  options: Option[];
  hint?: ReactNode;
  free?: string;
  onChange: (value: string) => void;
}

/** One of what exists, or nothing. */
export function ChoiceField({ label, value, options, hint, free, onChange }: ChoiceProps) {
  const known = !value || options.some((one) => one.value === value);
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <Select
          id={id}
          className="wide-field"
          aria-describedby={described}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          value={value || null}
          placeholder={free}
          options={known ? options : [{ value, label: value }, ...options]}
          onChange={(chosen: string | undefined) => onChange(chosen ?? '')}
        />
      )}
    </Field>
  );
}

interface SeveralProps extends Omit<ChoiceProps, 'value' | 'onChange'> {
  value: string[];
  /** Whether others than those that exist may be written. */
  write?: boolean;
  onChange: (value: string[]) => void;
}

export function SeveralField({ label, value, options, hint, free, write, onChange }: SeveralProps) {
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <Select
          id={id}
          mode={write ? 'tags' : 'multiple'}
          className="wide-field"
          aria-describedby={described}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={free}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

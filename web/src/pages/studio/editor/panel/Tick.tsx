/** A yes or no. */
import { Checkbox } from 'antd';
import { useId, type ReactNode } from 'react';

interface Props {
  label: string;
  value: boolean;
  hint?: ReactNode;
  onChange: (value: boolean) => void;
}

export function Tick({ label, value, hint, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <Checkbox checked={value} aria-describedby={hint ? id : undefined} onChange={(event) => onChange(event.target.checked)}>
        {label}
      </Checkbox>
      {hint && (
        <span className="field-hint" id={id}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** A labelled field of a dialog, and a choice out of the entries of a section. */
import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { Option } from './names';

export function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div>
      <label className="field">
        <span className="field-label">{label}</span>
        {children}
      </label>
      {hint && <span className="field-hint">{hint}</span>}
    </div>
  );
}

interface ChoiceProps {
  value: string;
  options: Option[];
  change: (value: string) => void;
}

/** One entry or none. */
export function Choice({ value, options, change }: ChoiceProps) {
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value || null}
      options={options}
      onChange={(chosen: string | null) => change(chosen ?? '')}
    />
  );
}

interface ChoicesProps {
  value: string[];
  options: Option[];
  change: (value: string[]) => void;
}

/** Any number of entries. */
export function Choices({ value, options, change }: ChoicesProps) {
  return (
    <Select
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={options}
      onChange={change}
    />
  );
}

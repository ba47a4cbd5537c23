/** The fields of the properties: each keeps what is typed and passes it on after a pause. */
import { Input, Select } from 'antd';
import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { studio } from '../../../api/studio';
import { useLang } from '../../../i18n';

const PAUSE = 350;

/** What is typed, passed on after a pause, and at the latest when the field goes away. */
function useTyped(value: string, commit: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const waiting = useRef<string | null>(null);
  const timer = useRef(0);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  const pass = useEffectEvent(() => {
    window.clearTimeout(timer.current);
    if (waiting.current !== null) commit(waiting.current);
    waiting.current = null;
  });
  useEffect(() => () => pass(), []);
  const type = (text: string) => {
    setTyped(text);
    waiting.current = text;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (waiting.current === null) return;
      commit(waiting.current);
      waiting.current = null;
    }, PAUSE);
  };
  const leave = () => {
    window.clearTimeout(timer.current);
    if (waiting.current !== null) commit(waiting.current);
    waiting.current = null;
  };
  return { typed, type, leave };
}

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
  onChange: (text: string) => void;
}

export function TextField({ label, value, hint, rows, onChange }: TextProps) {
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
          <Input id={id} aria-describedby={described} {...given} />
        )
      }
    </Field>
  );
}

/** A FEEL expression; `bare`: without the `=` that attributes begin with. */
export function FeelField({ label, value, hint, bare, of, onChange }: TextProps & { bare?: boolean; of: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const { typed, type, leave } = useTyped(value, onChange);
  const [wrong, setWrong] = useState('');
  const feel = bare ? typed.trim() : typed.trim().startsWith('=') ? typed.trim().slice(1) : '';
  useEffect(() => {
    let left = false;
    const timer = window.setTimeout(() => {
      if (!feel) {
        setWrong('');
        return;
      }
      studio.expression(of, feel).then(
        (found) => !left && setWrong((lang === 'zh' ? found.zh : found.en) ?? ''),
        () => undefined, // offline: the check of the draft will say it
      );
    }, PAUSE);
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [feel, of, lang]);
  return (
    <Field label={label} hint={wrong ? <span className="feel-wrong">{wrong}</span> : hint}>
      {(id, described) => (
        <Input.TextArea
          id={id}
          className="feel"
          spellCheck={false}
          aria-describedby={described}
          aria-invalid={Boolean(wrong)}
          status={wrong ? 'error' : ''}
          autoSize={{ minRows: 1, maxRows: 8 }}
          placeholder={bare ? t('editor.feel') : t('editor.feelOrText')}
          value={typed}
          onBlur={leave}
          onChange={(event) => type(event.target.value)}
        />
      )}
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
  onChange: (value: string[]) => void;
}

export function SeveralField({ label, value, options, hint, free, onChange }: SeveralProps) {
  return (
    <Field label={label} hint={hint}>
      {(id, described) => (
        <Select
          id={id}
          mode="multiple"
          className="wide-field"
          aria-describedby={described}
          showSearch={{ optionFilterProp: 'label' }}
          optionLabelProp="value"
          placeholder={free}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** A FEEL expression: checked as it is written, with the names that it may use. */
import { AutoComplete, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { studio } from '../../../../api/studio';
import { useLang } from '../../../../i18n';
import { Field } from '../fields';
import { useNaming, useSuggested } from './scope';
import { suggest } from './suggest';
import { PAUSE, useTyped } from './typed';

interface Props {
  label: string;
  value: string;
  hint?: ReactNode;
  /** Without the `=` that attributes begin with. */
  bare?: boolean;
  onChange: (text: string) => void;
}

/** Why the text is no FEEL, a moment after it was written; nothing when it is, or offline. */
function useWrong(feel: string): string {
  const { of } = useNaming();
  const lang = useLang();
  const [wrong, setWrong] = useState('');
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
  return wrong;
}

function caretOf(text: string): number {
  const focused = document.activeElement;
  return focused instanceof HTMLTextAreaElement ? focused.selectionStart : text.length;
}

export function FeelField({ label, value, hint, bare, onChange }: Props) {
  const { t } = useTranslation();
  const names = useSuggested();
  const { typed, type, leave } = useTyped(value, onChange);
  const [caret, setCaret] = useState(0);
  const isFeel = bare || typed.trim().startsWith('=');
  const feel = isFeel ? typed.trim().replace(bare ? /^(?!)/ : /^=/, '') : '';
  const wrong = useWrong(feel);
  const found = isFeel ? suggest(typed, caret, names) : [];
  return (
    <Field label={label} hint={wrong ? <span className="feel-wrong">{wrong}</span> : hint}>
      {(id, described) => (
        <AutoComplete
          id={id}
          className="wide-field"
          value={typed}
          options={found.map((one) => ({
            value: one.text,
            label: (
              <span className="suggestion">
                <code>{one.name}</code> <span className="quiet">{one.said}</span>
              </span>
            ),
          }))}
          popupMatchSelectWidth={false}
          onBlur={leave}
          onChange={(text: string) => {
            setCaret(caretOf(text));
            type(text);
          }}
        >
          <Input.TextArea
            className="feel"
            spellCheck={false}
            aria-describedby={described}
            aria-invalid={Boolean(wrong)}
            status={wrong ? 'error' : ''}
            autoSize={{ minRows: 1, maxRows: 8 }}
            placeholder={bare ? t('editor.feel') : t('editor.feelOrText')}
          />
        </AutoComplete>
      )}
    </Field>
  );
}

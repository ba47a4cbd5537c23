/** A text field for an opinion, with the phrases that its person often writes below it. */
import { h, type ComponentChild, type ComponentType } from 'preact';

export interface PhraseTexts {
  label: string;
  phrases: string[];
}

export interface PhraseProps {
  field: { key?: string };
  value?: unknown;
  readonly?: boolean;
  disabled?: boolean;
  onChange: (changed: { value: string }) => void;
}

type Field = ComponentType<PhraseProps> & { config: { type: string } };

/** By the key that forms give to what somebody says about a matter: `opinion`, `review_opinion`. */
export function isOpinion(key: string | undefined): boolean {
  return /(^|_)opinion$/.test(key ?? '');
}

export function phraseField(Original: Field, { label, phrases }: PhraseTexts): Field {
  function PhraseField(props: PhraseProps): ComponentChild {
    const { field, readonly, disabled, value, onChange } = props;
    const plain = h(Original, props);
    if (readonly || disabled || phrases.length === 0 || !isOpinion(field.key)) return plain;
    const written = typeof value === 'string' ? value : '';
    const buttons = phrases.map((one) =>
      h(
        'button',
        { type: 'button', class: 'phrase', key: one, onClick: () => onChange({ value: written + one }) },
        one,
      ),
    );
    return h('div', {}, plain, h('div', { class: 'phrases-here', role: 'group', 'aria-label': label }, buttons));
  }
  PhraseField.config = Original.config;
  return PhraseField;
}

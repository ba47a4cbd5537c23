/** Shows a field that may only be read as plain text, which wraps and needs no box. */
import { Label, Numberfield, Textarea, Textfield } from '@bpmn-io/form-js-viewer';
import { h, type ComponentChild, type ComponentType } from 'preact';

interface FieldProps {
  field: { label?: string; appearance?: { suffixAdorner?: string; prefixAdorner?: string } };
  value: unknown;
  readonly?: boolean;
  domId: string;
}

type Field = ComponentType<FieldProps> & { config: { type: string } };

const NOTHING = '—';

function shownValue({ field, value }: FieldProps): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  const { prefixAdorner = '', suffixAdorner = '' } = field.appearance ?? {};
  return [prefixAdorner, String(value), suffixAdorner].filter(Boolean).join(' ');
}

function readable(Original: Field): Field {
  function ReadableField(props: FieldProps): ComponentChild {
    if (!props.readonly) return h(Original, props);
    const labelled = `${props.domId}-label`;
    return h(
      'div',
      { class: 'fjs-form-field fjs-readonly', role: 'group', 'aria-labelledby': labelled },
      h(Label as unknown as ComponentType<object>, {
        ...{ id: labelled, label: props.field.label },
      }),
      h('div', { class: 'read-value', id: props.domId }, shownValue(props)),
    );
  }
  ReadableField.config = Original.config;
  return ReadableField;
}

/** The fields of form-js that are shown as text when they may only be read, by type. */
export const readableFields: [string, Field][] = [Textfield, Textarea, Numberfield]
  .map((field) => readable(field as unknown as Field))
  .map((field) => [field.config.type, field]);

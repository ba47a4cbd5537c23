/** Shows a field that may only be read as plain text, which wraps and needs no box. */
import { Datetime, Label, Numberfield, Textarea, Textfield } from '@bpmn-io/form-js-viewer';
import dayjs from 'dayjs';
import { h, type ComponentChild, type ComponentType } from 'preact';

interface FieldProps {
  field: {
    label?: string;
    dateLabel?: string;
    timeLabel?: string;
    subtype?: string;
    appearance?: { suffixAdorner?: string; prefixAdorner?: string };
  };
  value: unknown;
  readonly?: boolean;
  domId: string;
}

type Field = ComponentType<FieldProps> & { config: { type: string } };

const NOTHING = '—';

function labelOf(field: FieldProps['field']): string | undefined {
  const moment = [field.dateLabel, field.timeLabel].filter(Boolean).join(' · ');
  return field.label || moment || undefined;
}

function shownValue({ field, value }: FieldProps): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  const { prefixAdorner = '', suffixAdorner = '' } = field.appearance ?? {};
  return [prefixAdorner, String(value), suffixAdorner].filter(Boolean).join(' ');
}

/** A date, a time of day, or a moment in the reader's zone; never the browser's own empty mask. */
function shownMoment({ field, value }: FieldProps): string {
  if (typeof value !== 'string' || value === '') return NOTHING;
  if (field.subtype !== 'datetime') return value;
  const moment = dayjs(value);
  return moment.isValid() ? moment.format('YYYY-MM-DD HH:mm') : value;
}

function readable(Original: Field, shown = shownValue): Field {
  function ReadableField(props: FieldProps): ComponentChild {
    if (!props.readonly) return h(Original, props);
    const labelled = `${props.domId}-label`;
    return h(
      'div',
      { class: 'fjs-form-field fjs-readonly', role: 'group', 'aria-labelledby': labelled },
      h(Label as unknown as ComponentType<object>, {
        ...{ id: labelled, label: labelOf(props.field) },
      }),
      h('div', { class: 'read-value', id: props.domId }, shown(props)),
    );
  }
  ReadableField.config = Original.config;
  return ReadableField;
}

/** The fields of form-js that are shown as text when they may only be read, by type. */
export const readableFields: [string, Field][] = [
  ...[Textfield, Textarea, Numberfield].map((field) => readable(field as unknown as Field)),
  readable(Datetime as unknown as Field, shownMoment),
].map((field) => [field.config.type, field]);

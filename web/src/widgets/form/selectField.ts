/** form-js's select in the page's language: two of its own words do not pass its translation. */
import { Select } from '@bpmn-io/form-js-viewer';
import { h, type ComponentChild, type ComponentType } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';

export interface SelectTexts {
  choose: string;
  search: string;
}

interface FieldProps {
  readonly?: boolean;
  field: { searchable?: boolean };
}

type Field = ComponentType<FieldProps> & { config: unknown };

const Original = Select as unknown as Field;
const NOTHING = '—';

export function selectField(texts: SelectTexts): Field {
  function SelectField(props: FieldProps): ComponentChild {
    const box = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      const shown = box.current?.querySelector('.fjs-select-placeholder');
      if (shown?.firstChild) {
        shown.firstChild.nodeValue = props.readonly ? NOTHING : texts.choose;
      }
      const search = box.current?.querySelector('input[placeholder]');
      search?.setAttribute('placeholder', props.readonly ? NOTHING : texts.search);
    });
    const { field, readonly = false } = props;
    // What may only be read is text that wraps, not a box to search in.
    const shown = useMemo(
      () => (readonly ? { ...field, searchable: false } : field),
      [field, readonly],
    );
    return h('div', { ref: box }, h(Original, { ...props, field: shown }));
  }
  SelectField.config = Original.config;
  return SelectField;
}

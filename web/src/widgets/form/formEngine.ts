/** Makes a form-js form with our messages, our file field and our calendar. Loaded lazily. */
import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/l10n/zh';
import '../../styles/form.css';
import type { FieldProblem, FormSchema, Variables } from '../../api/types';
import type { Lang } from '../../lib/format';
import { placeErrors, type FieldInstance } from '../../lib/formErrors';
import { readableFields } from './readField';
import { selectField, type SelectTexts } from './selectField';
import { formTranslate } from './translate';
import { uploadField, type UploadSettings } from './uploadField';

export interface Submission {
  data: Variables;
  valid: boolean;
}

export interface OpenForm {
  submit: () => Submission;
  /** Shows the server's errors at their fields and returns those that have no field here. */
  showErrors: (problems: FieldProblem[]) => FieldProblem[];
  destroy: () => void;
}

export interface FormInput {
  container: HTMLElement;
  schema: FormSchema;
  data: Variables;
  lang: Lang;
  readOnly: boolean;
  uploads: UploadSettings;
  texts: SelectTexts;
  onChange: (data: Variables) => void;
}

interface FormInternals {
  _setState(state: { errors: Record<string, unknown> }): void;
  _getSubmitData(): Variables;
}

function officeFields(settings: UploadSettings, texts: SelectTexts) {
  function register(formFields: { register: (type: string, field: unknown) => void }): void {
    formFields.register('filepicker', uploadField(settings));
    formFields.register('select', selectField(texts));
    readableFields.forEach(([type, field]) => formFields.register(type, field));
  }
  return { __init__: [['formFields', register]] };
}

/** Brings the first field with an error to where the person looks. */
function showFirstError(container: HTMLElement): void {
  requestAnimationFrame(() => {
    const field = container.querySelector<HTMLElement>('.fjs-has-errors');
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea, button, [tabindex]')?.focus({
      preventScroll: true,
    });
  });
}

export async function openForm(input: FormInput): Promise<OpenForm> {
  flatpickr.localize(input.lang === 'zh' ? Mandarin : flatpickr.l10ns.default);
  const form = new Form({
    container: input.container,
    properties: { readOnly: input.readOnly },
    additionalModules: [
      { translate: ['value', formTranslate(input.lang)] },
      officeFields(input.uploads, input.texts),
    ],
  });
  await form.importSchema(input.schema, input.data);
  const inside = form as unknown as FormInternals;
  const untouched = JSON.stringify(inside._getSubmitData());
  let touched = false;
  form.on('changed', () => {
    const data = inside._getSubmitData();
    touched ||= JSON.stringify(data) !== untouched;
    if (touched) input.onChange(data);
  });
  return {
    submit: () => {
      const { data, errors } = form.submit();
      const valid = Object.keys(errors).length === 0;
      if (!valid) showFirstError(input.container);
      return { data: data as Variables, valid };
    },
    showErrors: (problems) => {
      const registry = form.get<{ getAllKeyed: () => FieldInstance[] }>(
        'formFieldInstanceRegistry',
      );
      const text = (problem: FieldProblem) => (input.lang === 'zh' ? problem.zh : problem.en);
      const placed = placeErrors(problems, registry.getAllKeyed(), text);
      inside._setState({ errors: placed.byField });
      showFirstError(input.container);
      return placed.rest;
    },
    destroy: () => form.destroy(),
  };
}

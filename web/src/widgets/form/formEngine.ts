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
import { phraseField, type PhraseTexts } from './phraseField';
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
  texts: SelectTexts & PhraseTexts;
  onChange: (data: Variables) => void;
}

interface FormInternals {
  _setState(state: { errors: Record<string, unknown> }): void;
  _getState(): { errors: Record<string, unknown> };
  _getSubmitData(): Variables;
}

function officeFields(settings: UploadSettings, texts: SelectTexts & PhraseTexts) {
  function register(formFields: { register: (type: string, field: unknown) => void }): void {
    formFields.register('filepicker', uploadField(settings));
    formFields.register('select', selectField(texts));
    readableFields.forEach(([type, field]) => {
      const offers = type === 'textarea';
      formFields.register(type, offers ? phraseField(field as never, texts) : field);
    });
  }
  return { __init__: [['formFields', register]] };
}

/** What the server objected to, and in which data. */
interface Said {
  errors: Record<string, unknown>;
  of: string;
  /** How often it may still be put back: fields judge themselves anew when they get the focus. */
  again: number;
}

const AGAIN = 20;

/** The fields know nothing of the server's rules and forget what it said as soon as they look at
    themselves; it stays until something is changed. */
function stillSaid(form: FormInternals, said: Said, data: string): Said | null {
  if (data !== said.of || said.again === 0) return null;
  const { errors } = form._getState();
  if (Object.keys(said.errors).every((field) => field in errors)) return said;
  const kept = { ...said, again: said.again - 1 };
  queueMicrotask(() => form._setState({ errors: { ...form._getState().errors, ...said.errors } }));
  return kept;
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
  let said: Said | null = null;
  form.on('changed', () => {
    const data = inside._getSubmitData();
    touched ||= JSON.stringify(data) !== untouched;
    if (touched) input.onChange(data);
    said = said && stillSaid(inside, said, JSON.stringify(data));
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
      said = { errors: placed.byField, of: JSON.stringify(inside._getSubmitData()), again: AGAIN };
      inside._setState({ errors: placed.byField });
      showFirstError(input.container);
      return placed.rest;
    },
    destroy: () => form.destroy(),
  };
}

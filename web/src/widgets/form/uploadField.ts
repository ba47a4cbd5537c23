/** The file field of our forms: uploads at once and keeps `[{digest, name, size, type}]`. */
import { Errors, Label, Description } from '@bpmn-io/form-js-viewer';
import { h, type ComponentChild, type ComponentType } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { FileRef } from '../../api/types';
import { formatSize } from '../../lib/format';
import { isShown } from '../../lib/previews';

const MAX_BYTES = 20 * 1024 * 1024;

export interface UploadTexts {
  upload: string;
  none: string;
  uploading: (name: string) => string;
  failed: (name: string) => string;
  tooLarge: (name: string) => string;
  remove: (name: string) => string;
  preview: (name: string) => string;
}

export interface UploadSettings {
  texts: UploadTexts;
  send: (file: File) => Promise<FileRef>;
  /** Where a file can be had, or null while it belongs to no case. */
  linkOf: (file: FileRef) => string | null;
  show: (file: FileRef) => void;
}

interface FieldProps {
  field: {
    label?: string;
    description?: string;
    accept?: string;
    multiple?: boolean | string;
    validate?: { required?: boolean };
  };
  value: FileRef[] | null;
  errors?: string[];
  disabled?: boolean;
  readonly?: boolean;
  domId: string;
  onChange: (change: { value: FileRef[] | null }) => void;
}

const asComponent = (part: unknown) => part as ComponentType<Record<string, unknown>>;

function fileRow(file: FileRef, settings: UploadSettings, remove: (() => void) | null) {
  const link = settings.linkOf(file);
  const name = link
    ? h('a', { href: link, download: file.name, class: 'file-name' }, file.name)
    : h('span', { class: 'file-name' }, file.name);
  const button =
    remove &&
    h(
      'button',
      {
        type: 'button',
        class: 'file-remove',
        onClick: remove,
        'aria-label': settings.texts.remove(file.name),
      },
      '×',
    );
  const size = h('span', { class: 'file-size' }, formatSize(Number(file.size)));
  const preview =
    link &&
    isShown(file) &&
    h(
      'button',
      { type: 'button', class: 'file-show', onClick: () => settings.show(file) },
      settings.texts.preview(file.name),
    );
  return h('li', { key: file.digest, class: 'file' }, name, size, preview, button);
}

async function uploadAll(files: File[], settings: UploadSettings, show: (text: string) => void) {
  const sent: FileRef[] = [];
  for (const file of files) {
    if (file.size > MAX_BYTES) {
      show(settings.texts.tooLarge(file.name));
      return sent;
    }
    show(settings.texts.uploading(file.name));
    try {
      const { digest, name, size, type } = await settings.send(file);
      sent.push({ digest, name, size, type });
    } catch {
      show(settings.texts.failed(file.name));
      return sent;
    }
  }
  show('');
  return sent;
}

/** The component for form-js's `filepicker` type. */
export function uploadField(settings: UploadSettings) {
  function UploadField(props: FieldProps): ComponentChild {
    const { field, value, errors = [], disabled, readonly, domId, onChange } = props;
    const files = Array.isArray(value) ? value : [];
    const input = useRef<HTMLInputElement>(null);
    const [note, setNote] = useState('');
    const locked = Boolean(disabled || readonly);

    const keep = (all: FileRef[]) => onChange({ value: all.length ? all : null });
    const add = async () => {
      const element = input.current;
      if (!element?.files?.length) return;
      const sent = await uploadAll(Array.from(element.files), settings, setNote);
      element.value = '';
      const kept = field.multiple ? files : sent.length ? [] : files;
      keep([...kept.filter((one) => !sent.some((two) => two.digest === one.digest)), ...sent]);
    };

    const rows = files.map((file) =>
      fileRow(file, settings, locked ? null : () => keep(files.filter((one) => one !== file))),
    );
    const classes = ['fjs-form-field', 'fjs-form-field-filepicker'];
    if (errors.length) classes.push('fjs-has-errors');
    if (readonly) classes.push('fjs-readonly');
    return h('div', { class: classes.join(' ') }, [
      h(asComponent(Label), {
        htmlFor: domId,
        label: field.label,
        required: field.validate?.required,
      }),
      rows.length ? h('ul', { class: 'files' }, rows) : null,
      locked && !rows.length ? h('p', { class: 'file-note' }, settings.texts.none) : null,
      locked
        ? null
        : h('div', { class: 'file-drop' }, [
            h('input', {
              ref: input,
              id: domId,
              type: 'file',
              class: 'file-input',
              multiple: Boolean(field.multiple),
              accept: field.accept || undefined,
              onChange: () => void add(),
              'aria-describedby': `${domId}-error-message`,
            }),
            h('label', { htmlFor: domId, class: 'file-button' }, settings.texts.upload),
          ]),
      h('p', { class: 'file-note', role: 'status' }, note),
      h(asComponent(Description), { description: field.description }),
      h(asComponent(Errors), { id: `${domId}-error-message`, errors }),
    ]);
  }
  UploadField.config = {
    type: 'filepicker',
    keyed: true,
    emptyValue: null,
    sanitizeValue: ({ value }: { value: unknown }) => (Array.isArray(value) ? value : null),
    create: (options: object = {}) => ({ ...options }),
  };
  return UploadField;
}

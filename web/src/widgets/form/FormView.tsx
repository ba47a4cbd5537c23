/** A form on the page: loads the form viewer when it is needed and keeps it in step. */
import { useQuery } from '@tanstack/react-query';
import {
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { api, fileUrl } from '../../api/calls';
import type { FieldProblem, FileRef, FormSchema, Json, Person, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { localName, type Lang } from '../../lib/format';
import { localisedForm, usesLookup } from '../../lib/formSchema';
import { ErrorState, ListLoading } from '../States';
import { usePhrases } from '../usePhrases';
import type { OpenForm, Submission } from './formEngine';
import type { UploadSettings } from './uploadField';

const FilePreview = lazy(() => import('../FilePreview'));

export interface FormHandle {
  submit: () => Submission | null;
  showErrors: (problems: FieldProblem[]) => FieldProblem[];
}

interface Props {
  schema: FormSchema;
  data: Variables;
  readOnly?: boolean;
  instanceId?: string;
  onChange?: (data: Variables) => void;
  /** Whether opinions may be written by the phrases of this person. */
  offersPhrases?: boolean;
  /** Where files go; without it to the case's own files. */
  upload?: UploadSettings['send'];
  ref?: Ref<FormHandle>;
}

const PEOPLE = 'people';

function peopleOptions(people: Person[], lang: Lang): Json {
  return people.map((person) => ({
    value: person.id,
    label: `${localName(person.name, person.name_en, lang)} · ${person.position}`,
  }));
}

function usePeople(schema: FormSchema) {
  const wanted = usesLookup(schema, PEOPLE);
  const people = useQuery({
    queryKey: ['people'],
    queryFn: api.people,
    enabled: wanted,
    staleTime: 600_000,
  });
  return { ready: !wanted || Boolean(people.data), people: people.data?.items ?? [], query: people };
}

function useUploads(
  instanceId: string | undefined,
  show: (file: FileRef) => void,
  send: UploadSettings['send'] = api.upload,
): UploadSettings {
  const { t } = useTranslation();
  return {
    send,
    show,
    linkOf: (file) => (instanceId ? fileUrl(instanceId, file.digest) : null),
    texts: {
      upload: t('form.upload'),
      none: t('form.noFiles'),
      uploading: (name) => t('form.uploading', { name }),
      failed: (name) => t('form.uploadFailed', { name }),
      tooLarge: (name) => t('form.tooLarge', { name }),
      remove: (name) => t('form.remove', { name }),
      preview: () => t('form.preview'),
    },
  };
}

export function FormView(props: Props) {
  const { schema, data, readOnly = false, instanceId, onChange, upload, offersPhrases = false, ref } = props;
  const lang = useLang();
  const { t } = useTranslation();
  const container = useRef<HTMLDivElement>(null);
  const form = useRef<OpenForm | null>(null);
  const latest = useRef<Variables | null>(null);
  const [shown, setShown] = useState<'loading' | 'ready' | 'failed'>('loading');
  const { ready: peopled, people, query } = usePeople(schema);
  const { pending, phrases } = usePhrases(offersPhrases);
  const ready = peopled && !pending;
  const [preview, setPreview] = useState<FileRef | null>(null);
  const uploads = useUploads(instanceId, setPreview, upload);

  const changed = useEffectEvent((values: Variables) => {
    latest.current = values;
    onChange?.(values);
  });
  const open = useEffectEvent(async (element: HTMLElement) => {
    const { openForm } = await import('./formEngine');
    return openForm({
      container: element,
      schema: localisedForm(schema, lang),
      data: { ...data, ...latest.current, [PEOPLE]: peopleOptions(people, lang) },
      lang,
      readOnly,
      uploads,
      texts: {
        ...{ choose: t('form.choose'), search: t('form.search'), label: t('round.phrases') },
        phrases: offersPhrases ? phrases : [],
      },
      onChange: (values) => changed(values),
    });
  });

  useEffect(() => {
    const element = container.current;
    if (!element || !ready) return;
    let left = false;
    open(element).then(
      (opened) => {
        if (left) return opened.destroy();
        form.current = opened;
        setShown('ready');
      },
      () => setShown('failed'),
    );
    return () => {
      left = true;
      form.current?.destroy();
      form.current = null;
    };
  }, [schema, data, readOnly, lang, ready]);

  useImperativeHandle(ref, () => ({
    submit: () => form.current?.submit() ?? null,
    showErrors: (problems) => form.current?.showErrors(problems) ?? problems,
  }));

  if (query.isLoadingError) return <ErrorState error={query.error} retry={query.refetch} />;
  return (
    <div className="form-view">
      {shown === 'loading' && <ListLoading rows={3} />}
      {shown === 'failed' && <p role="alert">{t('form.loadFailed')}</p>}
      <div ref={container} />
      {preview && instanceId && (
        <Suspense fallback={null}>
          <FilePreview instanceId={instanceId} file={preview} onClose={() => setPreview(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** The start form of one process; after sending, what happens next. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { api } from '../../api/calls';
import { desk } from '../../api/desk';
import type { Definition, FormSchema, Instance, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { isFileList, localName } from '../../lib/format';
import { formTitle } from '../../lib/formSchema';
import { Ahead } from '../../widgets/Ahead';
import { Clauses } from '../../widgets/Clauses';
import { FormView, type FormHandle } from '../../widgets/form/FormView';
import { ErrorState, ListLoading, PageLoading } from '../../widgets/States';
import { ActionBar, RestErrors } from '../task/ActionBar';
import { DraftNotice } from '../task/DraftNotice';
import { Sent } from '../task/Sent';
import { useDraft } from '../task/useDraft';
import { useSend } from '../task/useSend';
import { beginsWith, type Beginning } from './beginning';
import { ChooseBeginning } from './ChooseBeginning';
import './texts';

export default function StartFormPage() {
  const { t } = useTranslation();
  const { key = '' } = useParams();
  const definitions = useQuery({ queryKey: ['definitions'], queryFn: api.definitions });
  const form = useQuery({
    queryKey: ['start-form', key],
    queryFn: () => api.startForm(key),
    refetchOnWindowFocus: false,
    staleTime: 300_000,
  });
  const [search] = useSearchParams();
  const from = search.get('from') ?? '';
  const copied = useQuery({
    queryKey: ['again', from],
    queryFn: () => desk.again(from),
    enabled: from !== '',
    retry: false,
    staleTime: Infinity,
  });
  const [started, setStarted] = useState<Instance | null>(null);
  if (started) {
    return <Sent title={t('start.started')} instance={started} next={[]} incidents={[]} />;
  }
  const failed = [definitions, form].find((query) => query.isLoadingError);
  if (failed) return <ErrorState error={failed.error} retry={failed.refetch} />;
  if (!definitions.data || !form.data || copied.isLoading) return <PageLoading />;
  const definition = definitions.data.items.find((one) => one.key === key);
  if (!definition) return <ErrorState error={form.error} />;
  const earlier = copied.data?.process === key ? copied.data.variables : null;
  return (
    <StartForm
      definition={definition}
      schema={form.data.form}
      copied={earlier && withoutFiles(earlier)}
      onStarted={setStarted}
    />
  );
}

/** Files belong to the case that they were sent with; a new one gets its own. */
function withoutFiles(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => !isFileList(value)));
}

interface Props {
  definition: Definition;
  /** What an earlier request of this person's said. */
  copied: Variables | null;
  schema: FormSchema | null;
  onStarted: (instance: Instance) => void;
}

function StartForm({ definition, schema, copied, onStarted }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const client = useQueryClient();
  const form = useRef<FormHandle>(null);
  const draft = useDraft({ kind: 'start', id: definition.key });
  const [fresh, setFresh] = useState(0);
  const name = localName(definition.name, definition.name_en, lang);
  const { busy, rest, submit } = useSend({
    form,
    draft,
    send: (data, key) => api.start(definition.key, data, key),
    onSent: (instance) => {
      onStarted(instance);
      for (const key of ['worklist', 'instances']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  const renew = () => setFresh(fresh + 1);
  const [typed, setTyped] = useState<Variables | null>(null);
  const changed = (values: Variables): void => {
    draft.save(values);
    setTyped(values);
  };
  const [chosen, setChosen] = useState<Beginning | null>(null);
  const data = useMemo(
    () => beginsWith(copied, draft.restored, chosen),
    [copied, draft.restored, chosen],
  );
  const isCopy = copied !== null && data === copied;
  useEffect(() => {
    document.title = `${name} · ${t('app.name')}`;
  }, [name, t]);

  return (
    <div className="page wide has-bar">
      <Link className="back" to="/start">
        ‹ {t('nav.start')}
      </Link>
      <div className="split">
        <div className="split-main">
          <header className="head">
            <p className="head-over">
              <span className="chip">{t('start.version', { version: definition.version })}</span>
            </p>
            <h1 className="head-title">{name}</h1>
          </header>
          <section className="card form-card">
            {draft.ready && data === null && draft.restored && (
              <ChooseBeginning at={draft.restored.at} choose={setChosen} />
            )}
            {isCopy && <Alert type="info" showIcon title={t('start.copied')} />}
            {!copied && <DraftNotice draft={draft} onDropped={renew} onTaken={renew} />}
            {!draft.ready && <ListLoading rows={3} />}
            {schema && draft.ready && data && (
              <>
                <h2 className="card-title">{formTitle(schema, lang) || t('task.form')}</h2>
                <FormView key={fresh} ref={form} schema={schema} data={data} onChange={changed} />
              </>
            )}
            {!schema && <p className="quiet">{t('start.noForm')}</p>}
            <Ahead
              subject={definition.key}
              data={typed ?? data ?? {}}
              ask={(values) => desk.aheadOfStart(definition.key, values)}
            />
            <RestErrors problems={rest} />
            <ActionBar draft={draft}>
              <Button type="primary" disabled={!data} loading={busy} onClick={submit}>
                {t('start.submit')}
              </Button>
            </ActionBar>
          </section>
        </div>
        {definition.clauses.length > 0 && <StartClauses ids={definition.clauses} />}
      </div>
    </div>
  );
}

function StartClauses({ ids }: { ids: string[] }) {
  const { t } = useTranslation();
  const clauses = useQuery({
    queryKey: ['clauses', ids],
    queryFn: () => api.clauses(ids),
    staleTime: 600_000,
  });
  return (
    <aside className="split-side">
      <section className="card" aria-labelledby="clauses-heading">
        <h2 className="card-title" id="clauses-heading">
          {t('task.clauses')}
        </h2>
        <Clauses clauses={clauses.data?.items ?? []} />
      </section>
    </aside>
  );
}

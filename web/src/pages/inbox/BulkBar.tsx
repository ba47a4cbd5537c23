/** One thing done to all ticked work items, and what came of each. */
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../api/client';
import { desk, type BulkRequest, type BulkResult } from '../../api/desk';
import type { Variables, WorkItem } from '../../api/types';
import { useLang } from '../../i18n';
import { sameForm } from '../../lib/bulkForm';
import { localName } from '../../lib/format';
import { OperationDialog } from '../../widgets/OperationDialog';
import { PeopleSelect } from '../../widgets/PeopleSelect';
import { useProblemText } from '../../widgets/States';

const BulkForm = lazy(() => import('./BulkForm'));

const ACTIONS = ['claim', 'complete', 'transfer', 'urge'] as const;
type Action = (typeof ACTIONS)[number];

interface Props {
  items: WorkItem[];
  all: () => void;
  none: () => void;
}

interface Outcome {
  items: WorkItem[];
  results: BulkResult[];
}

export default function BulkBar({ items, all, none }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Action | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const run = useBulk(items, (found) => {
    setOutcome(found);
    none();
  });
  const { message } = App.useApp();
  const problemText = useProblemText();
  const tell = (error: unknown): void => void message.error(problemText(error).title, 6);
  const forms = items.filter((item) => item.form_id).length;
  const together = sameForm(items);
  return (
    <section className="card bulk" aria-label={t('bulk.title')}>
      <div className="bulk-bar">
        <strong>{t('bulk.count', { count: items.length })}</strong>
        <Button type="link" size="small" onClick={items.length ? none : all}>
          {t(items.length ? 'bulk.none' : 'bulk.all')}
        </Button>
        <span className="bulk-actions">
          {ACTIONS.map((action) => (
            <Button
              key={action}
              disabled={items.length === 0 || (action === 'complete' && forms > 0 && !together)}
              onClick={() => (action === 'claim' ? void run('claim').catch(tell) : setAsking(action))}
            >
              {t(`bulk.${action}`)}
            </Button>
          ))}
        </span>
      </div>
      {forms > 0 && !together && <p className="quiet">{t('bulk.forms', { count: forms })}</p>}
      {outcome && <Results outcome={outcome} />}
      {asking === 'complete' && together && (
        <Suspense fallback={null}>
          <BulkForm
            items={items}
            send={(data, text) => run('complete', { text, data })}
            onClose={() => setAsking(null)}
          />
        </Suspense>
      )}
      {asking && !(asking === 'complete' && together) && <Asking action={asking} run={run} onClose={() => setAsking(null)} />}
    </section>
  );
}

interface SaidOfAll {
  to?: string;
  text?: string;
  /** Of each work item, what its form says. */
  data?: Map<string, Variables>;
}

type Run = (action: Action, said?: SaidOfAll) => Promise<void>;

/** Rejects when nothing came back: whoever asked keeps what was typed. */
function useBulk(items: WorkItem[], done: (outcome: Outcome) => void): Run {
  const client = useQueryClient();
  return async (action, said = {}) => {
    const text = said.text ?? '';
    const opinion = action === 'complete' ? text : '';
    const body: BulkRequest = {
      action,
      items: items.map(({ id }) => ({ id, data: said.data?.get(id) ?? {}, opinion })),
      to: said.to ?? '',
      reason: text,
    };
    const found = await desk.bulk(body, newIdempotencyKey());
    done({ items, results: found.items });
    for (const key of ['worklist', 'instances']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
  };
}

function Asking({ action, run, onClose }: { action: Action; run: Run; onClose: () => void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<string[]>([]);
  const hands = action === 'transfer';
  return (
    <OperationDialog
      title={t(`bulk.${action}`)}
      hint={t(`bulk.hint.${action}`)}
      ready={!hands || to.length > 0}
      reasonOptional={!hands}
      {...(action === 'complete' ? { reasonLabel: t('round.opinion') } : {})}
      perform={(text) => run(action, { to: to[0] ?? '', text })}
      onClose={onClose}
    >
      {hands && <PeopleSelect value={to} onChange={setTo} />}
    </OperationDialog>
  );
}

function Results({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const lang = useLang();
  const named = new Map(outcome.items.map((item) => [item.id, item]));
  const done = outcome.results.filter((one) => one.done).length;
  const failed = outcome.results.length - done;
  return (
    <div role="status">
      <p>{t('bulk.outcome', { done, failed })}</p>
      <ul className="bulk-results">
        {outcome.results.map((one) => {
          const item = named.get(one.id);
          const name = item ? localName(item.name, item.name_en, lang) : one.id;
          return (
            <li key={one.id} className={one.done ? 'is-done' : 'is-refused'}>
              <span>
                {name} · {item?.title}
              </span>
              <span>{one.done ? t('bulk.done') : lang === 'zh' ? one.zh : one.en}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

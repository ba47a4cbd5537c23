/** What lies ahead if the form is sent as it is filled now: who, until when, and what would change it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction } from '../api/desk';
import type { Variables } from '../api/types';
import { useLang } from '../i18n';
import { localName } from '../lib/format';
import '../pages/task/texts';
import { Moment } from './Moment';
import { ListLoading, useProblemText } from './States';
import { useSettled } from './useSettled';

const SETTLE = 900;

interface Props {
  /** What is asked about, for the cache. */
  subject: string;
  data: Variables;
  ask: (data: Variables) => Promise<Prediction>;
}

export function Ahead({ subject, data, ask }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details className="card ahead" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('ahead.title')}</summary>
      {open && <Way subject={subject} data={data} ask={ask} />}
    </details>
  );
}

function Way({ subject, data, ask }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const settled = useSettled(data, SETTLE);
  const found = useQuery({
    queryKey: ['ahead', subject, settled],
    queryFn: () => ask(settled),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 60_000,
  });
  if (found.isPending) return <ListLoading rows={2} />;
  if (found.isError) return <p className="quiet">{problemText(found.error).title}</p>;
  const way = found.data;
  return (
    <div className={found.isPlaceholderData ? 'is-waiting' : ''} role="status">
      {way.steps.length === 0 && <p className="quiet">{t('ahead.none')}</p>}
      <Steps way={way} />
      <Unsure way={way} />
      <Changes way={way} />
    </div>
  );
}

function names(people: { name: string }[]): string {
  return people.map((one) => one.name).join('、');
}

function Steps({ way }: { way: Prediction }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <ol className="ahead-steps">
      {way.steps.map((step, place) => (
        <li key={`${place} ${step.element_id}`} title={lang === 'zh' ? step.reason_zh : step.reason_en}>
          <span className="next-name">{localName(step.name, step.name_en, lang)}</span>
          <span className="next-who">{names(step.people) || t('ahead.nobody')}</span>
          {step.due_at && (
            <span className="quiet">
              {t('ahead.until')} <Moment at={step.due_at} />
            </span>
          )}
          {step.depends_on.length > 0 && <span className="chip">{t('ahead.maybe')}</span>}
        </li>
      ))}
      <li className="ahead-end">
        {way.complete && way.ends.length > 0
          ? t('ahead.ends', { names: way.ends.map((one) => localName(one.name, one.name_en, lang)).join('、') })
          : t('ahead.open')}
      </li>
    </ol>
  );
}

function Unsure({ way }: { way: Prediction }) {
  const { t } = useTranslation();
  const lang = useLang();
  const notes = way.notes.map((one) => (lang === 'zh' ? one.zh : one.en));
  if (way.unsure.length === 0 && notes.length === 0) return null;
  return (
    <>
      <h3 className="ahead-heading">{t('ahead.unsure')}</h3>
      <ul className="plain-list quiet">
        {way.unsure.map((one) => (
          <li key={`${one.element_id} ${one.name}`}>
            {t('ahead.depends', {
              label: localName(one.label, one.label_en, lang) || one.name,
              element: localName(one.element, one.element_en, lang),
            })}
          </li>
        ))}
        {notes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}

function Changes({ way }: { way: Prediction }) {
  const { t } = useTranslation();
  const lang = useLang();
  if (way.changes.length === 0) return null;
  return (
    <>
      <h3 className="ahead-heading">{t('ahead.changes')}</h3>
      <ul className="plain-list quiet">
        {way.changes.map((one) => {
          const added = (lang === 'zh' ? one.added : one.added_en).join('、');
          const dropped = (lang === 'zh' ? one.dropped : one.dropped_en).join('、');
          return (
            <li key={`${one.name} ${one.condition}`}>
              {t('ahead.if', { condition: one.condition })}
              {added && ` ${t('ahead.added', { names: added })}`}
              {dropped && ` ${t('ahead.dropped', { names: dropped })}`}
              {one.people.length > 0 && ` (${names(one.people)})`}
            </li>
          );
        })}
      </ul>
    </>
  );
}

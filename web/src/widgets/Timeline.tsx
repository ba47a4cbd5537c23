/** The history of a case as sentences, newest last, with what people chose and said. */
import { useTranslation } from 'react-i18next';
import type { CaseDetail, HistoryEntry } from '../api/types';
import { useLang } from '../i18n';
import { filledData, opinionOf, signatureOf } from '../lib/history';
import { tookOf } from '../lib/history';
import { choicesOf, type Choice } from '../lib/labels';
import { durationText } from '../lib/format';
import '../pages/task/texts';
import { Moment } from './Moment';
import { Signature } from './Signature';

interface Props {
  entries: HistoryEntry[];
  /** The case, for what its forms call things. */
  found: CaseDetail | undefined;
  /** Row numbers, for auditors. */
  numbered?: boolean;
}

function useChoices(found: CaseDetail | undefined): (entry: HistoryEntry) => Choice[] {
  const { t } = useTranslation();
  const lang = useLang();
  if (!found) return () => [];
  const forms = new Map(found.work_items.map((item) => [item.element_id, item.form_id]));
  const words = { lang, yes: t('common.yes'), no: t('common.no') };
  return (entry) => {
    const formId = forms.get(entry.element_id ?? '') ?? '';
    return choicesOf(filledData(entry.data), found.labels, formId, words);
  };
}

export function Timeline({ entries, found, numbered = false }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const choicesIn = useChoices(found);
  if (entries.length === 0) return <p className="quiet">{t('case.noHistory')}</p>;
  return (
    <ol className="timeline">
      {entries.map((entry) => {
        const opinion = opinionOf(entry.data);
        const took = found ? tookOf(entry, found.work_items) : null;
        return (
          <li key={entry.version} className={`moment kind-${entry.type}`}>
            <p className="moment-text">{lang === 'zh' ? entry.zh : entry.en}</p>
            {choicesIn(entry).map((choice) => (
              <p key={choice.name} className="choice">
                <span className="choice-label">{choice.label}</span> {choice.value}
              </p>
            ))}
            {opinion && <blockquote className="opinion">{opinion}</blockquote>}
            {found && <Signature instanceId={found.id} digest={signatureOf(entry.data)} />}
            <p className="moment-time">
              <Moment at={entry.at} />
              {took !== null && <span>{t('path.took', { time: durationText(took, lang) })}</span>}
              {numbered && <span>{t('case.seq', { seq: entry.version })}</span>}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

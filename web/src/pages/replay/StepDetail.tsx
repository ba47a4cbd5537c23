/** One step: who and on whose behalf, what followed, why each way, the clauses, what changed. */
import { useTranslation } from 'react-i18next';
import type { ReplayStep, ReplayWindow } from '../../api/audit';
import { useLang } from '../../i18n';
import { useSaid } from '../../i18n/said';
import type { Vocabulary } from '../../lib/wording';
import { formatFull, localName } from '../../lib/format';
import { Clauses } from '../../widgets/Clauses';
import { Reasons } from './Reasons';
import { SeenFormCard } from './SeenFormCard';

interface Props {
  instanceId: string;
  window: ReplayWindow;
  step: ReplayStep;
  words: Vocabulary;
}

export function StepDetail({ instanceId, window, step, words }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const cited = window.clauses.filter((clause) => step.clauses.includes(clause.id));
  const absent = step.on_behalf_of;
  const say = useSaid();
  const said = say(step);
  const others = step.facts.filter((fact) => say(fact) !== said);
  return (
    <section className="card replay-detail" aria-labelledby="detail-heading">
      <h2 className="detail-title" id="detail-heading" aria-live="polite">
        {said}
      </h2>
      <dl className="facts">
        <div>
          <dt>{t('replay.who')}</dt>
          <dd>{localName(step.actor.name, step.actor.name_en, lang)}</dd>
        </div>
        {absent && (
          <div>
            <dt>{t('replay.onBehalfOf')}</dt>
            <dd>{localName(absent.name, absent.name_en, lang)}</dd>
          </div>
        )}
        <div>
          <dt>{t('replay.when')}</dt>
          <dd>{formatFull(step.at)}</dd>
        </div>
        <div>
          <dt>{t('replay.row')}</dt>
          <dd className="number">{step.version}</dd>
        </div>
      </dl>
      <Reasons step={step} words={words} />
      {step.has_form && (
        <SeenFormCard key={step.number} instanceId={instanceId} number={step.number} />
      )}
      {cited.length > 0 && (
        <details className="fold">
          <summary>{t('replay.clauses', { count: cited.length })}</summary>
          <Clauses clauses={cited} />
        </details>
      )}
      {others.length > 0 && (
        <details className="fold">
          <summary>{t('replay.followed', { count: others.length })}</summary>
          <ol className="followed">
            {others.map((fact) => (
              <li key={fact.version}>{say(fact)}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

/** Why a step went on as it did: choices at gateways and decision tables, with what they read. */
import { useTranslation } from 'react-i18next';
import type { ReplayDecision, ReplayRead, ReplayStep, ReplayWay } from '../../api/audit';
import { useLang } from '../../i18n';
import { useSaid } from '../../i18n/said';
import { localName } from '../../lib/format';
import { sayCondition, sayName, sayValue, type Vocabulary } from '../../lib/wording';

export function Reasons({ step, words }: { step: ReplayStep; words: Vocabulary }) {
  const { t } = useTranslation();
  if (step.ways.length + step.decisions.length === 0) return null;
  return (
    <div className="reasons">
      <h3 className="detail-heading">{t('replay.why')}</h3>
      <ul>
        {step.decisions.map((decision, place) => (
          <DecisionReason key={`d${place}`} decision={decision} words={words} />
        ))}
        {step.ways.map((way, place) => (
          <WayReason key={`${way.flow_id}-${place}`} way={way} words={words} />
        ))}
      </ul>
    </div>
  );
}

export function WayReason({ way, words }: { way: ReplayWay; words: Vocabulary }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { lang } = words;
  return (
    <li className="reason">
      <p className="reason-way">
        {t('replay.way', {
          from: localName(way.element, way.element_en, lang),
          to: localName(way.target, way.target_en, lang),
        })}
      </p>
      {way.expression ? <Condition way={way} words={words} /> : <p className="reason-text">{said(way)}</p>}
      <Values reads={way.reads} words={words} />
      {way.expression && <code className="reason-code">{way.expression}</code>}
    </li>
  );
}

/** The condition in words, and whether it held. */
function Condition({ way, words }: { way: ReplayWay; words: Vocabulary }) {
  const { t } = useTranslation();
  const names = way.reads.map((read) => read.name);
  const condition = sayCondition(words, way.expression, names);
  return (
    <p className="reason-text">
      {t(way.result === true ? 'replay.held' : 'replay.otherwise', { condition })}
    </p>
  );
}

function DecisionReason({ decision, words }: { decision: ReplayDecision; words: Vocabulary }) {
  const { t } = useTranslation();
  const lang = useLang();
  const said = useSaid();
  return (
    <li className="reason">
      <p className="reason-way">
        {t('replay.decided', { name: localName(decision.element, decision.element_en, lang) })}
        {t('replay.colon')}
        {sayValue(words, decision.about, decision.result)}
      </p>
      {decision.said.map((rule) => (
        <p key={rule} className="reason-text">
          {t('replay.rule', { rule })}
        </p>
      ))}
      <Values reads={decision.reads} words={words} />
      {decision.rules.length > 0 ? (
        <code className="reason-code">{decision.rules.join(', ')}</code>
      ) : (
        <p className="reason-text">{said(decision) || null}</p>
      )}
    </li>
  );
}

function Values({ reads, words }: { reads: ReplayRead[]; words: Vocabulary }) {
  const { t } = useTranslation();
  if (reads.length === 0) return null;
  return (
    <dl className="reason-values">
      {reads.map((read) => (
        <div key={read.name}>
          <dt title={read.name}>{sayName(words, read.name)}</dt>
          <dd>{sayValue(words, read.name, read.value) || t('replay.empty')}</dd>
        </div>
      ))}
    </dl>
  );
}

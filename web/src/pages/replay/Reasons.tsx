/** Why a step went on as it did: choices at gateways and decision tables, with what they read. */
import { useTranslation } from 'react-i18next';
import type { ReplayDecision, ReplayRead, ReplayStep, ReplayWay } from '../../api/audit';
import type { Label } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { labelOf, labelText, valueText } from '../../lib/labels';

export function Reasons({ step, labels }: { step: ReplayStep; labels: Label[] }) {
  const { t } = useTranslation();
  if (step.ways.length + step.decisions.length === 0) return null;
  return (
    <div className="reasons">
      <h3 className="detail-heading">{t('replay.why')}</h3>
      <ul>
        {step.decisions.map((decision, place) => (
          <DecisionReason key={`d${place}`} decision={decision} labels={labels} />
        ))}
        {step.ways.map((way, place) => (
          <WayReason key={`${way.flow_id}-${place}`} way={way} labels={labels} />
        ))}
      </ul>
    </div>
  );
}

export function WayReason({ way, labels }: { way: ReplayWay; labels: Label[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="reason">
      <p className="reason-way">
        {t('replay.way', {
          from: localName(way.element, way.element_en, lang),
          to: localName(way.target, way.target_en, lang),
        })}
      </p>
      <Values reads={way.reads} labels={labels} />
      {way.expression && <code className="reason-code">{way.expression}</code>}
      <p className="reason-text">{(lang === 'zh' ? way.zh : way.en) || null}</p>
    </li>
  );
}

function DecisionReason({ decision, labels }: { decision: ReplayDecision; labels: Label[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  const words = { lang, yes: t('common.yes'), no: t('common.no') };
  return (
    <li className="reason">
      <p className="reason-way">
        {t('replay.decided', { name: localName(decision.element, decision.element_en, lang) })}
        {': '}
        {valueText(undefined, decision.result, words)}
      </p>
      <Values reads={decision.reads} labels={labels} />
      {decision.rules.length > 0 && (
        <p className="reason-text">{t('replay.rules', { rules: decision.rules.join(', ') })}</p>
      )}
      <p className="reason-text">{(lang === 'zh' ? decision.zh : decision.en) || null}</p>
    </li>
  );
}

function Values({ reads, labels }: { reads: ReplayRead[]; labels: Label[] }) {
  const { t } = useTranslation();
  const lang = useLang();
  const words = { lang, yes: t('common.yes'), no: t('common.no') };
  if (reads.length === 0) return null;
  return (
    <dl className="reason-values">
      {reads.map((read) => {
        const label = labelOf(labels, read.name);
        return (
          <div key={read.name}>
            <dt title={read.name}>{labelText(label, read.name, lang)}</dt>
            <dd>{valueText(label, read.value, words) || t('replay.empty')}</dd>
          </div>
        );
      })}
    </dl>
  );
}

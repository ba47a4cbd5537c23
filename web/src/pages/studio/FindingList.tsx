/** What publishing would say, each with what to do; those of an element lead to it. */
import { useTranslation } from 'react-i18next';
import type { StudioFinding } from '../../api/studio';
import { useLang } from '../../i18n';

interface Props {
  findings: StudioFinding[];
  choose?: (finding: StudioFinding) => void;
  animate?: (finding: StudioFinding) => void;
}

export function FindingList({ findings, choose, animate }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  if (!findings.length) return null;
  return (
    <ul className="findings">
      {findings.map((one, place) => {
        const text = lang === 'zh' ? one.zh : one.en;
        const fix = lang === 'zh' ? one.fix_zh : one.fix_en;
        return (
          <li key={place} className={`finding ${one.severity}`}>
            <span className="finding-kind">
              {t(one.severity === 'error' ? 'studio.error' : 'studio.warning')}
            </span>
            <span className="finding-body">
              {choose && one.element_id ? (
                <button type="button" className="finding-link" onClick={() => choose(one)}>
                  {text}
                </button>
              ) : (
                <span>{text}</span>
              )}
              {fix && <span className="quiet">{fix}</span>}
              <span className="quiet finding-place">
                <code>{one.rule}</code>
                {one.element_id && <code>{one.element_id}</code>}
                {one.line ? t('studio.line', { number: one.line }) : null}
                {animate && one.path.length > 0 && (
                  <button type="button" className="finding-link" onClick={() => animate(one)}>
                    {t('studio.playExample')}
                  </button>
                )}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

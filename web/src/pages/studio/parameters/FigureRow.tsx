/** One figure in the list: what it is, its value, where it comes from. */
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../../api/figures';
import { useLang } from '../../../i18n';
import { periodText } from '../../../lib/format';

/** The value as people say it. */
export function FigureValue({ figure, value }: { figure: Figure; value: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const option = figure.options?.find((one) => one.value === value);
  if (option) return <span className="figure-value">{lang === 'en' ? option.en : option.zh}</span>;
  if (figure.shape === 'boolean') {
    return <span className="figure-value">{t(value === 'true' ? 'figure.on' : 'figure.off')}</span>;
  }
  const unit = figure.unit ? t(`figure.unit.${figure.unit}`, { defaultValue: '' }) : '';
  return (
    <span className="figure-value">
      {periodText(value, lang)}
      {unit && <span className="figure-unit"> {unit}</span>}
    </span>
  );
}

export function OriginTag({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  return figure.company ? (
    <span className="tag" title={t('figure.companyHint')}>
      {t('figure.company')}
    </span>
  ) : (
    <span className="tag figure-default" title={t('figure.defaultHint')}>
      {t('figure.default')}
    </span>
  );
}

export function FigureRow({ figure, choose }: { figure: Figure; choose: () => void }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <li className="row figure-row">
      <div className="row-main">
        <button type="button" className="row-link figure-link" data-key-row onClick={choose}>
          {lang === 'en' ? figure.en : figure.zh}
        </button>
        <span className="row-meta">
          {figure.kind !== 'parameter' && (
            <span className="chip">
              {figure.source} {lang === 'en' ? figure.source_en : figure.source_zh} ·{' '}
              {t(`figure.${figure.kind}`)}
            </span>
          )}
          {figure.clauses.map((id) => (
            <span key={id} className="clause-id">
              {id}
            </span>
          ))}
        </span>
      </div>
      <div className="row-side figure-side">
        <FigureValue figure={figure} value={figure.value} />
        <OriginTag figure={figure} />
      </div>
    </li>
  );
}

/** The auditor's desk: findings of a period, and a search over all cases; all in the address. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CaseSearch } from './CaseSearch';
import { Findings } from './Findings';
import './texts';
import './audit.css';

const TABS = ['findings', 'search'] as const;

export default function AuditPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'findings';
  useEffect(() => {
    document.title = `${t('audit.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="page wide audit">
      <h1 className="page-title">{t('audit.title')}</h1>
      <div className="tabs" role="tablist" aria-label={t('audit.title')}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`audit-tab-${one}`}
            className="tab"
            aria-selected={one === tab}
            aria-controls="audit-panel"
            onClick={() => setSearch({ tab: one }, { replace: true })}
          >
            {t(`audit.${one}`)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="audit-panel" aria-labelledby={`audit-tab-${tab}`}>
        {tab === 'findings' ? <Findings /> : <CaseSearch />}
      </div>
    </div>
  );
}

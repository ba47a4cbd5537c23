/** The head of a case: title, state, outcome, and the auditor's button. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseDetail } from '../../api/types';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { useUser } from '../../session';
import { Moment } from '../../widgets/Moment';
import { StatusTag } from '../../widgets/StatusTag';
import { CaseActions } from './CaseActions';
import { ReplayButton } from './ReplayButton';
import { VerifyButton } from './VerifyButton';

/** Only to whom the button is worth showing; the server decides who may verify. */
const VERIFIERS = ['auditor', 'administrator'];

export function CaseHead({ found }: { found: CaseDetail }) {
  const { t } = useTranslation();
  const lang = useLang();
  const user = useUser();
  const outcome = found.end_events.map((end) => localName(end.name, end.name_en, lang)).join('、');
  return (
    <header className="head case-head">
      <div>
        <p className="head-over">
          <span className="chip">{localName(found.process_name, found.process_name_en, lang)}</span>
          <StatusTag instance={found} />
        </p>
        <h1 className="head-title">{found.title}</h1>
        <dl className="facts">
          <div>
            <dt>{t('case.initiator')}</dt>
            <dd>{localName(found.initiator_name, found.initiator_name_en, lang)}</dd>
          </div>
          <div>
            <dt>{t('case.started')}</dt>
            <dd>
              <Moment at={found.started_at} />
            </dd>
          </div>
          {found.ended_at && (
            <div>
              <dt>{t('case.ended')}</dt>
              <dd>
                <Moment at={found.ended_at} />
              </dd>
            </div>
          )}
          {outcome && (
            <div>
              <dt>{t('case.outcome')}</dt>
              <dd>{outcome}</dd>
            </div>
          )}
          <div>
            <dt>{t('case.number')}</dt>
            <dd className="number">{found.business_key ?? found.id}</dd>
          </div>
        </dl>
      </div>
      <div className="case-actions">
        <Link className="ant-btn ant-btn-default button-link" to={`/cases/${found.id}/print`}>
          {t('case.print')}
        </Link>
        <CaseActions found={found} />
        <ReplayButton instanceId={found.id} />
      </div>
      {user.roles.some((role) => VERIFIERS.includes(role)) && (
        <VerifyButton instanceId={found.id} />
      )}
    </header>
  );
}

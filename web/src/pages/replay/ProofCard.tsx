/** For auditors: check the case now, with a verdict that everybody understands; take it along. */
import {
  CheckCircleFilled,
  CloseCircleFilled,
  DiffOutlined,
  DownloadOutlined,
  MinusCircleOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing, evidenceUrl, type Judgement } from '../../api/audit';
import { useSaid } from '../../i18n/said';
import { useProblemText } from '../../widgets/States';
import './proof.css';

const ICONS = {
  passed: <CheckCircleFilled aria-hidden />,
  failed: <CloseCircleFilled aria-hidden />,
  silent: <MinusCircleOutlined aria-hidden />,
};

export function ProofCard({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [files, setFiles] = useState(false);
  const judge = useMutation({ mutationFn: () => auditing.verdict(instanceId) });
  return (
    <section className="proof" aria-label={t('proof.title')}>
      <div className="proof-bar">
        <Link className="proof-compare" to={`/audit/compare?left=${instanceId}`}>
          <DiffOutlined aria-hidden /> {t('proof.compare')}
        </Link>
        <Checkbox checked={files} onChange={(event) => setFiles(event.target.checked)}>
          {t('proof.files')}
        </Checkbox>
        <Button icon={<DownloadOutlined aria-hidden />} href={evidenceUrl(instanceId, files)} download>
          {t('proof.export')}
        </Button>
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined aria-hidden />}
          loading={judge.isPending}
          onClick={() => judge.mutate()}
        >
          {judge.isPending ? t('proof.checking') : t('proof.check')}
        </Button>
      </div>
      <div className="proof-said" aria-live="polite">
        {judge.data && <Verdict found={judge.data} close={judge.reset} />}
        {judge.isError && <Alert type="error" showIcon title={problemText(judge.error).title} />}
      </div>
    </section>
  );
}

function Verdict({ found, close }: { found: Judgement; close: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <div className="card verdict">
      <Alert
        type={found.ok ? 'success' : 'error'}
        showIcon
        title={said(found)}
        closable={{ closeIcon: true, 'aria-label': t('proof.close') }}
        onClose={close}
      />
      <ul className="checks">
        {found.checks.map((check) => (
          <li key={check.key} className={`check ${check.outcome}`}>
            {ICONS[check.outcome]}
            <div>
              <p className="check-name">
                {t(`proof.${check.key}`)}
                <span className="check-outcome">{t(`proof.${check.outcome}`)}</span>
                <span className="quiet">{t('proof.took', { ms: check.milliseconds })}</span>
              </p>
              <p>
                {said(check)}{' '}
                {check.version > 0 && (
                  <Link to={`?at=${check.version}`}>{t('proof.row', { row: check.version })}</Link>
                )}
              </p>
              <p className="quiet check-meaning">{t(`proof.means_${check.key}`)}</p>
            </div>
          </li>
        ))}
      </ul>
      {found.root && <p className="quiet proof-root">{t('proof.root', { root: found.root })}</p>}
    </div>
  );
}

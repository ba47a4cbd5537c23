/** For auditors: check the case now, with a verdict that everybody understands; take it along. */
import {
  CheckCircleFilled,
  CloseCircleFilled,
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
import { useLang } from '../../i18n';
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
    <section className="card proof" aria-label={t('proof.title')}>
      <div className="proof-bar">
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined aria-hidden />}
          loading={judge.isPending}
          onClick={() => judge.mutate()}
        >
          {judge.isPending ? t('proof.checking') : t('proof.check')}
        </Button>
        <Button icon={<DownloadOutlined aria-hidden />} href={evidenceUrl(instanceId, files)} download>
          {t('proof.export')}
        </Button>
        <Checkbox checked={files} onChange={(event) => setFiles(event.target.checked)}>
          {t('proof.files')}
        </Checkbox>
        <Link className="proof-compare" to={`/audit/compare?left=${instanceId}`}>
          {t('proof.compare')}
        </Link>
      </div>
      <div aria-live="polite">
        {judge.data && <Verdict found={judge.data} />}
        {judge.isError && <Alert type="error" showIcon title={problemText(judge.error).title} />}
      </div>
    </section>
  );
}

function Verdict({ found }: { found: Judgement }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <div className="verdict">
      <Alert
        type={found.ok ? 'success' : 'error'}
        showIcon
        title={lang === 'zh' ? found.zh : found.en}
      />
      <ul className="checks">
        {found.checks.map((check) => (
          <li key={check.key} className={`check ${check.outcome}`}>
            {ICONS[check.outcome]}
            <div>
              <p className="check-name">
                {t(`proof.${check.key}`)}
                <span className="quiet"> {t(`proof.${check.outcome}`)}</span>
                <span className="quiet"> {t('proof.took', { ms: check.milliseconds })}</span>
              </p>
              <p>{lang === 'zh' ? check.zh : check.en}</p>
            </div>
          </li>
        ))}
      </ul>
      {found.root && <p className="quiet proof-root">{t('proof.root', { root: found.root })}</p>}
    </div>
  );
}

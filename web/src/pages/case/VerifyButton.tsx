/** Verifies the record of a case and says plainly what came out. */
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Verdict } from '../../api/types';
import { useProblemText } from '../../widgets/States';

export function VerifyButton({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const verify = useMutation({ mutationFn: () => api.verify(instanceId) });
  return (
    <div className="verify" aria-live="polite">
      <Button
        icon={<SafetyCertificateOutlined aria-hidden />}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        {verify.isPending ? t('case.verifying') : t('case.verify')}
      </Button>
      {verify.isSuccess && <VerdictText verdict={verify.data} />}
      {verify.isError && <Alert type="error" showIcon title={problemText(verify.error).title} />}
    </div>
  );
}

function VerdictText({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const bad = verdict.first_bad;
  if (verdict.ok) {
    return (
      <Alert
        type="success"
        showIcon
        title={t('case.verified')}
        description={t('case.verifiedHint', { rows: verdict.rows })}
      />
    );
  }
  return (
    <Alert
      type="error"
      showIcon
      title={t('case.broken')}
      description={bad && t('case.brokenHint', { ...bad })}
    />
  );
}

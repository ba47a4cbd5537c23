/** Leads to the replay of a case. */
import { PlayCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

export function ReplayButton({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const to = `/audit/cases/${instanceId}/replay`;
  return (
    <Button
      href={to}
      icon={<PlayCircleOutlined aria-hidden />}
      onClick={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {t('case.replay')}
    </Button>
  );
}

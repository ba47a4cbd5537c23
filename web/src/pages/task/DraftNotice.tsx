/** Tells that an earlier draft is back, and offers to throw it away. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { formatMoment } from '../../lib/format';

export function DraftNotice({ at, drop }: { at: string; drop: () => void }) {
  const { t } = useTranslation();
  const time = formatMoment(at, new Date(), useLang());
  return (
    <Alert
      type="info"
      showIcon
      title={t('task.draftRestored', { time })}
      action={
        <Button size="small" type="text" onClick={drop}>
          {t('task.draftDrop')}
        </Button>
      }
    />
  );
}

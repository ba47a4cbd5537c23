/** Tells that an earlier draft is back, or that another browser has gone on with it. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { formatMoment } from '../../lib/format';
import type { DraftState } from './useDraft';

interface Props {
  draft: DraftState;
  /** After the form is to show something else. */
  onDropped: () => void;
  onTaken: () => void;
}

export function DraftNotice({ draft, onDropped, onTaken }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  if (draft.synced === 'conflict') {
    const take = () => {
      draft.takeTheirs();
      onTaken();
    };
    return (
      <Alert
        type="warning"
        showIcon
        title={t('task.draftConflict')}
        action={
          <span className="draft-choice">
            <Button size="small" onClick={take}>
              {t('task.draftTakeTheirs')}
            </Button>
            <Button size="small" type="primary" onClick={draft.keepMine}>
              {t('task.draftKeepMine')}
            </Button>
          </span>
        }
      />
    );
  }
  if (!draft.restored) return null;
  const drop = () => {
    draft.drop();
    onDropped();
  };
  return (
    <Alert
      type="info"
      showIcon
      title={t('task.draftRestored', { time: formatMoment(draft.restored.at, new Date(), lang) })}
      action={
        <Button size="small" type="text" onClick={drop}>
          {t('task.draftDrop')}
        </Button>
      }
    />
  );
}

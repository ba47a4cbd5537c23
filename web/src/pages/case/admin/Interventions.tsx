/** The dialogs with which an administrator steps into a case, each with a reason. */
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail } from '../../../api/types';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { Moving } from './Moving';
import { Naming } from './Naming';
import { Correcting } from './Correcting';

export type Intervention =
  | 'jump'
  | 'skip'
  | 'variables'
  | 'approvers'
  | 'late-review'
  | 'suspend'
  | 'resume'
  | 'terminate'
  | 'revive';

interface Props {
  found: CaseDetail;
  intervention: Intervention;
  onClose: () => void;
}

export default function Interventions({ found, intervention, onClose }: Props) {
  const { t } = useTranslation();
  switch (intervention) {
    case 'jump':
    case 'skip':
    case 'revive':
      return (
        <Moving
          found={found}
          revives={intervention === 'revive'}
          skips={intervention === 'skip'}
          onClose={onClose}
        />
      );
    case 'approvers':
    case 'late-review':
      return <Naming found={found} late={intervention === 'late-review'} onClose={onClose} />;
    case 'variables':
      return <Correcting found={found} onClose={onClose} />;
    case 'suspend':
    case 'resume':
    case 'terminate':
      return (
        <OperationDialog
          title={t(`admin.${intervention}`)}
          hint={t(`admin.hint.${intervention}`)}
          reasonOptional={intervention === 'resume'}
          perform={(reason) => administration[intervention](found.id, reason)}
          onClose={onClose}
        />
      );
  }
}

/** Saying who does a task of this case that is still ahead, or who looks at one that was left out. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail } from '../../../api/types';
import { useLang } from '../../../i18n';
import type { DiagramProcess } from '../../../lib/diagramWhere';
import { userTasksIn } from '../../../lib/diagramXml';
import { listed, type Lang } from '../../../lib/format';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { PeopleSelect } from '../../../widgets/PeopleSelect';
import { ElementSelect } from './ElementSelect';
import { elementsOf } from './elements';
import { useDiagrams } from './useDiagrams';

interface Props {
  found: CaseDetail;
  late: boolean;
  onClose: () => void;
}

/** Who does a task is said for its id, in whichever process of the case it is. */
function tasksById(processes: DiagramProcess[], lang: Lang) {
  const found = new Map<string, string[]>();
  for (const { id, name } of processes.flatMap((one) => userTasksIn(one.xml, lang))) {
    found.set(id, [...new Set([...(found.get(id) ?? []), name])]);
  }
  return [...found].map(([id, names]) => ({ id, name: listed(names, lang) }));
}

export function Naming({ found, late, onClose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { processes, loading } = useDiagrams(found.id);
  const [element, setElement] = useState('');
  const [people, setPeople] = useState<string[]>([]);
  const what = late ? 'late-review' : 'approvers';
  return (
    <OperationDialog
      title={t(`admin.${what}`)}
      hint={t(`admin.hint.${what}`)}
      ready={element !== '' && (!late || people.length > 0)}
      perform={(reason) =>
        late
          ? administration.reviewLate(found.id, element, people[0] ?? '', reason)
          : administration.changeApprovers(found.id, element, people, reason)
      }
      onClose={onClose}
    >
      <ElementSelect
        label={t('admin.task')}
        loading={loading}
        elements={late ? elementsOf(processes, userTasksIn, lang) : tasksById(processes, lang)}
        value={element}
        onChange={setElement}
      />
      <PeopleSelect several={!late} value={people} onChange={setPeople} />
    </OperationDialog>
  );
}

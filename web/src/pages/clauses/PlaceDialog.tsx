/** The diagram of a process, with the elements that carry a clause out highlighted. */
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { clauses } from '../../api/clauses';
import { ElementsView } from '../../widgets/diagram/ElementsView';
import { ErrorState, ListLoading } from '../../widgets/States';

interface Props {
  process: string;
  name: string;
  elements: string[];
  clause: string;
  close: () => void;
}

export function PlaceDialog({ process, name, elements, clause, close }: Props) {
  const { t } = useTranslation();
  const title = t('book.inDiagram', { name, clause });
  const definition = useQuery({
    queryKey: ['definition', process],
    queryFn: () => clauses.definition(process),
  });
  return (
    <Modal open centered width="min(1180px, 96vw)" title={title} footer={null} onCancel={close}>
      {definition.isPending && <ListLoading rows={2} />}
      {definition.isLoadingError && (
        <ErrorState error={definition.error} retry={definition.refetch} />
      )}
      {definition.data && (
        <ElementsView xml={definition.data.xml} elements={elements} badge={clause} label={title} />
      )}
    </Modal>
  );
}

/** Where a person is logged in, and ending all of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { house, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { browserName } from '../../lib/browserName';
import { Moment } from '../../widgets/Moment';
import { ErrorState } from '../../widgets/States';
import { ProblemNote } from '../batches/ProblemNote';
import { nameOf } from './names';

interface Props {
  login: string;
  sections: Sections;
  close: () => void;
}

export function SessionsDialog({ login, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const client = useQueryClient();
  const key = ['sessions', login];
  const found = useQuery({ queryKey: key, queryFn: () => house.sessions(login) });
  const end = useMutation({
    mutationFn: () => house.endSessions(login),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const items = found.data?.items ?? [];
  return (
    <Modal
      open
      title={t('house.sessionsTitle', { name: nameOf(sections, 'people', login, lang) })}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('common.close')}
        </Button>,
        <Button
          key="end"
          danger
          disabled={items.length === 0}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('house.endSessions')}
        </Button>,
      ]}
    >
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && <p className="quiet">{t('house.noSessions')}</p>}
      <ul className="list plain">
        {items.map((one) => (
          <li className="row" key={one.id}>
            <div className="row-main">
              <span className="row-title">{browserName(one.browser) || one.address}</span>
              <span className="row-meta">
                <span>{one.address}</span>
                <Moment at={one.last_used} />
              </span>
            </div>
          </li>
        ))}
      </ul>
      <ProblemNote error={end.error} />
      <p className="quiet">{t('house.resetHint')}</p>
    </Modal>
  );
}

/** In the list of one's own cases: for whom each waits, urging and withdrawing in place. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { own, type Pending, type StartedCase } from '../../api/own';
import { useLang } from '../../i18n';
import { listed, localName } from '../../lib/format';
import { Due } from '../../widgets/Due';
import { Urge } from './Urge';
import { WithdrawButton } from './WithdrawButton';
import './texts';

interface Props {
  id: string;
  /** The open cases of the same page of the list: they are asked about together. */
  among: string[];
}

/** The list is not told how much time there was in all. */
function deadlineOf(one: Pending) {
  return { ...one, due_unconfirmed: false, due_rule_workdays: null };
}

function useStarted({ id, among }: Props): StartedCase | undefined {
  const found = useQuery({
    queryKey: ['instances', 'standing', among],
    queryFn: () => own.started(among),
  });
  return found.data?.items.find((one) => one.id === id);
}

export default function Started(props: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const found = useStarted(props);
  if (!found) return null;
  return (
    <>
      <ul className="row-waits">
        {found.pending.map((one) => (
          <li key={one.work_item_id}>
            <span className="row-waits-who">
              {one.mine ? t('now.lineMine') : t('now.line', { names: listed(lang === 'en' ? one.who_en : one.who, lang) })}
            </span>
            <span>{localName(one.name, one.name_en, lang)}</span>
            {one.due_at && <Due of={deadlineOf(one)} quiet />}
          </li>
        ))}
      </ul>
      <span className="row-own">
        <Urge pending={found.pending} size="small" />
        {found.actions.includes('withdraw') && <WithdrawButton instanceId={found.id} size="small" />}
      </span>
    </>
  );
}

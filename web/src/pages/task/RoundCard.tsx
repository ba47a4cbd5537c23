/** How a round of opinions stands: every seat, and what was said. */
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Approval } from '../../api/types';
import { Signature } from '../../widgets/Signature';

const COLOURS: Record<string, string> = {
  agreed: 'success',
  refused: 'error',
  advised: 'processing',
  asked: 'warning',
};

interface Props {
  approval: Approval;
  instanceId: string;
}

export function RoundCard({ approval, instanceId }: Props) {
  const { t } = useTranslation();
  const said = new Map(approval.opinions.map((one) => [one.work_item_id, one.opinion]));
  const signed = new Map(approval.opinions.map((one) => [one.work_item_id, one.signature]));
  const seats = approval.seats.filter((seat) => seat.state !== 'removed');
  return (
    <section className="card" aria-labelledby="round-heading">
      <h2 className="card-title" id="round-heading">
        {t(`round.${approval.mode}`)}
        {approval.threshold && ` ${approval.threshold}`}
      </h2>
      <ul className="plain-list">
        {seats.map((seat) => (
          <li key={seat.work_item_id}>
            <Tag color={COLOURS[seat.state] ?? 'default'}>{t(`round.state.${seat.state}`)}</Tag>
            {seat.name ?? t('round.anyone')}
            {seat.place !== 'member' && ` · ${t(`round.place.${seat.place}`)}`}
            {said.get(seat.work_item_id) && ` · ${said.get(seat.work_item_id)}`}
            <Signature instanceId={instanceId} digest={signed.get(seat.work_item_id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Findings of a period: every kind with its count, gravest first, beside the chosen one's list. */
import { CheckOutlined, LeftOutlined, WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { auditing, type FindingKind } from '../../api/audit';
import { useLang } from '../../i18n';
import { useSaid } from '../../i18n/said';
import { formatDay } from '../../lib/format';
import { Pick } from '../../widgets/Pick';
import { ErrorState, ListLoading } from '../../widgets/States';
import { useProcessOptions } from '../inbox/FilterBar';
import { periodOf, useAddress } from './address';
import { FindingList } from './FindingList';
import { Period } from './Period';
import './findings.css';

const WEIGHTS = ['grave', 'notable', 'routine'] as const;

/** What an auditor would look at first. */
function worst(kinds: FindingKind[]): string {
  const order = WEIGHTS.flatMap((weight) => kinds.filter((kind) => kind.weight === weight));
  return (order.find((kind) => kind.open > 0) ?? order.find((kind) => kind.count > 0))?.id ?? '';
}

export function Findings() {
  const { t } = useTranslation();
  const address = useAddress();
  const processes = useProcessOptions();
  const asked = { ...periodOf(address.read), process: address.read('process') };
  const found = useQuery({
    queryKey: ['findings', asked],
    queryFn: () => auditing.findings(asked),
  });
  const named = address.read('kind');
  const chosen = named || worst(found.data?.items ?? []);
  return (
    <>
      <div className="filters audit-period">
        <Period address={address} />
        <Pick
          label={t('inbox.process')}
          value={asked.process}
          options={processes}
          onPick={(value) => address.change('process', value)}
        />
        {found.data && (
          <p className="quiet" role="status">
            {t('audit.looked', {
              from: formatDay(found.data.since),
              to: formatDay(found.data.until),
              count: found.data.looked_at,
            })}
          </p>
        )}
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <div className={`findings${named ? ' is-named' : ''}`}>
          <nav className="kinds" aria-label={t('audit.findings')}>
            {WEIGHTS.map((weight) => (
              <Kinds
                key={weight}
                title={t(`audit.${weight}`)}
                kinds={found.data.items.filter((kind) => kind.weight === weight)}
                chosen={chosen}
                choose={(id) => address.change('kind', id)}
              />
            ))}
          </nav>
          <div className="finding-list">
            <Button
              className="kinds-back"
              type="text"
              icon={<LeftOutlined aria-hidden />}
              onClick={() => address.change('kind', '')}
            >
              {t('audit.allKinds')}
            </Button>
            {chosen && <FindingList key={chosen} kind={chosen} asked={asked} />}
          </div>
        </div>
      )}
    </>
  );
}

interface KindsProps {
  title: string;
  kinds: FindingKind[];
  chosen: string;
  choose: (id: string) => void;
}

function Kinds({ title, kinds, chosen, choose }: KindsProps) {
  return (
    <section aria-label={title}>
      <h2 className="kinds-title">{title}</h2>
      <ul>
        {kinds.map((kind) => (
          <KindRow key={kind.id} kind={kind} chosen={kind.id === chosen} choose={choose} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  kind: FindingKind;
  chosen: boolean;
  choose: (id: string) => void;
}

function KindRow({ kind, chosen, choose }: RowProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const said = useSaid();
  const alarming = kind.weight === 'grave' && kind.open > 0;
  return (
    <li>
      <button
        type="button"
        className={`kind${alarming ? ' grave' : ''}${kind.count === 0 ? ' none' : ''}`}
        aria-pressed={chosen}
        title={said({ zh: kind.hint_zh, en: kind.hint_en })}
        onClick={() => choose(kind.id)}
      >
        <span className="kind-name">
          {alarming && <WarningFilled aria-hidden />} {lang === 'zh' ? kind.zh : kind.en}
        </span>
        {kind.count > 0 && kind.open === 0 && (
          <CheckOutlined aria-label={t('audit.allSeen')} className="kind-seen" />
        )}
        <span className="kind-count">{kind.count}</span>
      </button>
    </li>
  );
}

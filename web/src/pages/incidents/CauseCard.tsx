/** One cause with the cases that it stops: the reason in words, and the ways on. */
import { MoreOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api } from '../../api/calls';
import { operate, type BatchAction, type Cause, type StuckCase } from '../../api/operate';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { Moment } from '../../widgets/Moment';
import { useProblemText } from '../../widgets/States';
import { Timed } from '../../widgets/Timed';
import type { Intervention } from '../case/admin/Interventions';

const Interventions = lazy(() => import('../case/admin/Interventions'));
const FEW = 4;
/** What the server may offer for one case besides a retry; it says so with the case. */
const WAYS: readonly Intervention[] = ['skip', 'jump', 'variables', 'suspend', 'resume', 'terminate'];

interface Props {
  cause: Cause;
  cases: StuckCase[];
  actions: BatchAction[];
  fix: (one: StuckCase) => void;
}

export function CauseCard({ cause, cases, actions, fix }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [all, setAll] = useState(false);
  const shown = all ? cases : cases.slice(0, FEW);
  const open = actions.includes('retry');
  return (
    <section className="card cause" aria-label={lang === 'zh' ? cause.zh : cause.en}>
      <div className="cause-head">
        <div className="cause-words">
          <h2 className="cause-title">
            {localName(cause.element, cause.element_en, lang)}
            <span className="tag late">{t(`stuck.kind.${cause.kind}`)}</span>
          </h2>
          <p className="row-text">{lang === 'zh' ? cause.zh : cause.en}</p>
          <span className="row-meta">
            <span className="chip">{localName(cause.process_name, cause.process_name_en, lang)}</span>
            <span>{t('stuck.count', { count: cases.length })}</span>
            <Timed sentence="stuck.since">
              <Moment at={cause.since} />
            </Timed>
          </span>
        </div>
        {open && cases.length > 1 && <RetryAll cases={cases} />}
      </div>
      <ul className="list plain">
        {shown.map((one) => (
          <CaseRow key={one.id} one={one} open={open} more={actions.includes('move')} fix={() => fix(one)} />
        ))}
      </ul>
      {cases.length > shown.length && (
        <Button type="link" onClick={() => setAll(true)}>
          {t('stuck.showAll', { count: cases.length })}
        </Button>
      )}
    </section>
  );
}

function RetryAll({ cases }: { cases: StuckCase[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const preview = useMutation({
    mutationFn: () =>
      operate.preview({ action: 'retry', selection: { ids: cases.map((one) => one.id) } }),
    onSuccess: (batch) => navigate(`/batches/${batch.id}`),
    onError: (error) => void message.error(problemText(error).title, 6),
  });
  return (
    <Button type="primary" loading={preview.isPending} onClick={() => preview.mutate()}>
      {t('stuck.retryAll', { count: cases.length })}
    </Button>
  );
}

interface RowProps {
  one: StuckCase;
  open: boolean;
  more: boolean;
  fix: () => void;
}

function CaseRow({ one, open, more, fix }: RowProps) {
  const { t } = useTranslation();
  return (
    <li className="row">
      <div className="row-main">
        <Link className="row-link" to={`/cases/${one.instance_id}`} data-key-row>
          {one.title}
        </Link>
        <span className="row-meta">
          {one.resolved_at ? (
            <Timed sentence="incident.resolvedBy" values={{ name: one.resolved_by ?? '' }}>
              <Moment at={one.resolved_at} />
            </Timed>
          ) : (
            <Timed sentence="incident.raised">
              <Moment at={one.raised_at} />
            </Timed>
          )}
          {one.times > 1 && <span className="tag late">{t('stuck.times', { count: one.times })}</span>}
        </span>
      </div>
      {open && (
        <div className="row-side">
          <Button type="primary" ghost onClick={fix}>
            {t('incident.fix')}
          </Button>
          {more && <OtherWays id={one.instance_id} />}
        </div>
      )}
    </li>
  );
}

function OtherWays({ id }: { id: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState<Intervention | null>(null);
  const found = useQuery({ queryKey: ['instance', id], queryFn: () => api.instance(id), enabled: asked });
  const standing = useQuery({ queryKey: ['instance', id, 'moves'], queryFn: () => api.standing(id), enabled: asked });
  const allowed: readonly string[] = standing.data?.actions ?? [];
  // Passing over an element is a jump to what follows it.
  const offered = WAYS.filter((one) => allowed.includes(one === 'skip' ? 'jump' : one));
  return (
    <>
      <Dropdown
        trigger={['click']}
        onOpenChange={(opened) => opened && setAsked(true)}
        menu={{
          items: offered.map((key) => ({ key, label: t(`admin.${key}`) })),
          onClick: ({ key }) => setChosen(key as Intervention),
        }}
      >
        <Button icon={<MoreOutlined aria-hidden />} aria-label={t('stuck.more')} />
      </Dropdown>
      {chosen && found.data && (
        <Suspense fallback={null}>
          <Interventions found={found.data} intervention={chosen} onClose={() => setChosen(null)} />
        </Suspense>
      )}
    </>
  );
}

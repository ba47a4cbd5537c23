/** The draft of a process: who drew it, how its review stands, and what the reader may do. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { studio, type StudioDraftHead } from '../../api/studio';
import { Moment } from '../../widgets/Moment';
import { useProblemText } from '../../widgets/States';
import { PublishDialog } from './PublishDialog';
import { useNames } from './useNames';

interface Props {
  of: string;
  draft: StudioDraftHead;
  version: number;
}

export function DraftCard({ of, draft, version }: Props) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const nameOf = useNames();
  const [publishing, setPublishing] = useState(false);
  const reload = () => queries.invalidateQueries({ queryKey: ['studio'] });
  const discard = () =>
    modal.confirm({
      title: t('studio.discardTitle'),
      content: t('studio.discardHint'),
      okText: t('studio.discard'),
      cancelText: t('common.cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        await studio.discard(of);
        await reload();
        if (!version) void navigate('/studio');
      },
    });
  const review = draft.review;
  return (
    <section className="card studio-draft" aria-labelledby="draft-heading">
      <div className="studio-draft-head">
        <h2 className="card-title" id="draft-heading">
          {t('studio.draft')}
        </h2>
        <span className="studio-actions">
          <Button type="text" danger onClick={discard}>
            {t('studio.discard')}
          </Button>
          {version > 0 && (
            <Button onClick={() => void navigate(`/studio/${encodeURIComponent(of)}/compare`)}>
              {t('studio.seeChanges')}
            </Button>
          )}
          <Button onClick={() => setPublishing(true)}>{t('studio.publish')}</Button>
        </span>
      </div>
      <p className="row-meta">
        <span>{t(`studio.origin_${draft.origin}`, { number: draft.based_on })}</span>
        <span>{t('studio.authors', { names: draft.authors.map(nameOf).join('、') })}</span>
        <span>
          {t('studio.savedBy', { who: nameOf(draft.saved_by) })} <Moment at={draft.saved_at} />
        </span>
      </p>
      {draft.overtaken.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('studio.overtaken', { names: draft.overtaken.join('、') })}
          action={
            <Button onClick={() => void studio.rebase(of, draft.version).finally(reload)}>
              {t('studio.rebase')}
            </Button>
          }
        />
      )}
      {review && (
        <Alert
          showIcon
          type={review.state === 'approved' ? 'success' : review.state === 'refused' ? 'error' : 'info'}
          title={t(`studio.review_${review.state}`, { who: nameOf(review.decided_by || review.asked_by) })}
          description={review.reason || review.note || undefined}
        />
      )}
      {draft.may_judge && review?.state === 'requested' && <Judging of={of} draft={draft} />}
      {publishing && <PublishDialog of={of} close={() => setPublishing(false)} />}
    </section>
  );
}

function Judging({ of, draft }: Omit<Props, 'version'>) {
  const { t } = useTranslation();
  const problem = useProblemText();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const judge = useMutation({
    mutationFn: (approved: boolean) => studio.judge(of, draft.version, approved, reason),
    onSettled: () => queries.invalidateQueries({ queryKey: ['studio'] }),
  });
  return (
    <div className="studio-judging">
      <label className="field">
        <span className="field-label">{t('studio.reason')}</span>
        <Input.TextArea
          value={reason}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {judge.isError && <Alert type="error" showIcon title={problem(judge.error).title} />}
      <span className="studio-actions">
        <Button type="primary" loading={judge.isPending} onClick={() => judge.mutate(true)}>
          {t('studio.approve')}
        </Button>
        <Button danger disabled={!reason.trim()} onClick={() => judge.mutate(false)}>
          {t('studio.refuse')}
        </Button>
      </span>
    </div>
  );
}

/** Publishes a draft with a note; where a second person must agree, asks for their word first. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { studio, studioKey } from '../../api/studio';
import { ListLoading, useProblemText } from '../../widgets/States';
import { FindingList } from './FindingList';
import { useNames } from './useNames';

export function PublishDialog({ of, close }: { of: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problem = useProblemText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const nameOf = useNames();
  const [note, setNote] = useState('');
  const draft = useQuery({
    queryKey: studioKey(of, 'head'),
    queryFn: async () => (await studio.overview(of)).head,
    staleTime: 0,
  });
  const check = useQuery({
    queryKey: ['studio-check', of], // not of `studio`: what was published has no draft to check
    queryFn: () => studio.check(of),
    staleTime: 0,
    gcTime: 0,
  });
  const head = draft.data;
  const approved = head?.review?.state === 'approved';
  const asks = Boolean(head?.needs_review) && !approved;
  const waits = head?.review?.state === 'requested';
  const findings = check.data?.findings ?? [];
  const errors = findings.filter((one) => one.severity === 'error').length;
  const act = useMutation({
    mutationFn: async (): Promise<number> => {
      if (!head) return 0;
      if (asks) return (await studio.request(of, head.version, note)) && 0;
      return (await studio.publish(of, head.version, note)).version;
    },
    onSuccess: (version) => {
      void queries.invalidateQueries({ queryKey: ['studio'] });
      void message.success(version ? t('studio.published', { number: version }) : t('studio.asked'));
      close();
      void navigate(`/studio/${encodeURIComponent(of)}`);
    },
  });
  const ready = head && check.data && errors === 0 && !waits;
  return (
    <Modal
      open
      width={640}
      title={t(asks ? 'studio.askTitle' : 'studio.publishTitle')}
      okText={t(asks ? 'studio.ask' : 'studio.publish')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: act.isPending }}
      onOk={() => act.mutate()}
      onCancel={close}
    >
      <div className="studio-form">
        <p>{t(asks ? 'studio.askHint' : 'studio.publishHint')}</p>
        {waits && <Alert type="info" showIcon title={t('studio.waits')} />}
        {approved && (
          <Alert type="success" showIcon title={t('studio.review_approved', { who: nameOf(head?.review?.decided_by ?? '') })} />
        )}
        <label className="field">
          <span className="field-label">{t('studio.note')}</span>
          <Input.TextArea
            value={note}
            autoFocus
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t('studio.noteHint')}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {check.isPending && <ListLoading rows={2} />}
        {check.data && (
          <>
            <h3 className="card-title">
              {errors ? t('studio.mustFix', { count: errors }) : t('studio.noErrors')}
            </h3>
            <FindingList findings={findings} />
          </>
        )}
        {check.isError && <Alert type="error" showIcon title={problem(check.error).title} />}
        {act.isError && <Alert type="error" showIcon title={problem(act.error).title} />}
      </div>
    </Modal>
  );
}

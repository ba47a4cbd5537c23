/** Where only an opinion is asked for: as a delegate, or before somebody else decides. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import type { Completion, TaskDetail } from '../../api/types';
import { useUser } from '../../session';
import { useProblemText } from '../../widgets/States';
import { useKeptText } from '../../widgets/useKeptText';
import { OpinionField } from './OpinionField';

interface Props {
  task: TaskDetail;
  onSent: (sent: Completion) => void;
}

export function TaskAdvice({ task, onSent }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [opinion, setOpinion] = useKeptText(`${useUser().id}.advice.${task.id}`);
  const [signature, setSignature] = useState('');
  const send = useMutation({
    mutationFn: () => api.advise(task.id, opinion, signature),
    onSuccess: (sent) => {
      setOpinion('');
      onSent(sent);
      for (const key of ['worklist', 'instance', 'history']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  return (
    <section className="card" aria-labelledby="advice-heading">
      <h2 className="card-title" id="advice-heading">
        {t('round.advice')}
      </h2>
      <p className="quiet">{t('round.adviceHint')}</p>
      <OpinionField
        value={opinion}
        required
        onChange={setOpinion}
        signature={signature}
        onSigned={setSignature}
      />
      <Button
        type="primary"
        disabled={!opinion.trim()}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('round.sendAdvice')}
      </Button>
    </section>
  );
}

/** Trying a process out: a dry run in memory with its own clock, done as anybody. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import { ErrorState, ListLoading, useProblemText } from '../../widgets/States';
import { StudioPlaces } from '../studio/StudioPlaces';
import '../running/running.css';
import { trials, type Trial } from './api';
import { BeginCard } from './BeginCard';
import { Playing } from './Playing';
import { StartCard } from './StartCard';
import './texts';
import './trial.css';

export interface Act {
  busy: boolean;
  /** Runs it and shows the trial that it answers with; says so when it is refused. */
  run: (act: () => Promise<Trial>) => void;
  show: (trial: Trial) => void;
}

function useAct(key: string): Act {
  const client = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const show = (trial: Trial) => client.setQueryData(['trial', key], trial);
  const acting = useMutation({
    mutationFn: (act: () => Promise<Trial>) => act(),
    onSuccess: show,
    onError: (error) => {
      void message.error(problemText(error).title, 6);
      void client.invalidateQueries({ queryKey: ['trial', key] });
    },
  });
  return { busy: acting.isPending, run: acting.mutate, show };
}

export default function TrialPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const { key = '' } = useParams();
  const act = useAct(key);
  const trial = useQuery({
    queryKey: ['trial', key],
    queryFn: () => trials.state(key),
    refetchOnWindowFocus: false,
  });
  const told = trial.data;
  const title = t('trial.title', { name: told ? localName(told.name, told.name_en, lang) : key });
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className="page trial-page">
      <StudioPlaces of={key} here="try" />
      <h1 className="page-title">{title}</h1>
      <p className="quiet trial-lead">{t('trial.lead')}</p>
      {trial.isPending && <ListLoading rows={3} />}
      {trial.isLoadingError && <ErrorState error={trial.error} retry={trial.refetch} />}
      {told?.lenient && (
        <p className="trial-note" role="status">
          {t('trial.lenient')}
        </p>
      )}
      {told?.standing === 'none' && <BeginCard of={key} act={act} />}
      {told?.standing === 'ready' && <StartCard of={key} trial={told} act={act} />}
      {told && (told.standing === 'running' || told.standing === 'ended') && (
        <Playing of={key} trial={told} act={act} />
      )}
    </div>
  );
}

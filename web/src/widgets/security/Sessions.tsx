/** Where one is logged in, and the way to end it there. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/calls';
import { Problem } from '../../api/client';
import type { OpenSession } from '../../api/types';
import { browserName } from '../../lib/browserName';
import { Moment } from '../Moment';
import { ErrorState, ListLoading, useProblemText } from '../States';
import { Timed } from '../Timed';
import { NO_PROOF, ProofFields, type Proof } from './ProofFields';

const KEY = ['sessions'];

/** So many are shown at first: the newest. */
const FIRST = 5;

export function Sessions() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: KEY, queryFn: api.sessions });
  const [all, setAll] = useState(false);
  const { end, failure, asks, proof, setProof } = useEnding();
  if (found.isPending) return <ListLoading rows={2} />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const items = found.data.items;
  const shown = all ? items : items.slice(0, FIRST);
  const here = items.find((one) => one.current);
  return (
    <section className="security-part" aria-label={t('security.sessions')}>
      <h2 className="card-title">{t('security.sessions')}</h2>
      {asks && (
        <ProofFields proof={proof} withCode={here?.proof === 'password+code'} change={setProof} />
      )}
      {failure && <Alert type="error" showIcon title={failure} role="alert" />}
      <ul className="list">
        {shown.map((one) => (
          <SessionRow key={one.id} session={one} end={() => end(one.id)} />
        ))}
      </ul>
      {shown.length < items.length && (
        <Button type="text" onClick={() => setAll(true)}>
          {`${t('common.all')} ${items.length}`}
        </Button>
      )}
      {items.length > 1 && <Button onClick={() => end('')}>{t('security.endOthers')}</Button>}
    </section>
  );
}

/** The password is asked for when the server wants it: long after logging in. */
function useEnding() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [failure, setFailure] = useState('');
  const [asks, setAsks] = useState(false);
  const [proof, setProof] = useState<Proof>(NO_PROOF);
  const ending = useMutation({
    mutationFn: (session: string) => api.endSessions(session, proof),
    onSuccess: () => {
      setFailure('');
      setAsks(false);
      setProof(NO_PROOF);
    },
    onError: (error) => {
      const wanted = error instanceof Problem && error.type.endsWith(':proof-needed');
      const outside = wanted && asks;
      if (wanted) setAsks(true);
      setFailure(wanted && !outside ? t('security.proveFirst') : problemText(error).title);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return { end: ending.mutate, failure, asks, proof, setProof };
}

function SessionRow({ session, end }: { session: OpenSession; end: () => void }) {
  const { t } = useTranslation();
  const name = browserName(session.browser) || t('security.unknownBrowser');
  return (
    <li className="row">
      <div className="row-main">
        <p className="row-text">{name}</p>
        <span className="row-meta">
          <span>{session.address || t('security.unknownAddress')}</span>
          <Timed sentence="security.since">
            <Moment at={session.since} />
          </Timed>
          <Timed sentence="security.lastUsed">
            <Moment at={session.last_used} />
          </Timed>
        </span>
      </div>
      <div className="row-side">
        {session.current ? (
          <span className="tag">{t('security.here')}</span>
        ) : (
          <Button onClick={end} aria-label={t('security.endOne', { name })}>
            {t('security.end')}
          </Button>
        )}
      </div>
    </li>
  );
}

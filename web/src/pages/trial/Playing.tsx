/** A trial that has begun: whose turn it is, their form, where it stands and why. */
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { placesNow, standingIn } from '../../lib/diagramWhere';
import { localName } from '../../lib/format';
import { DiagramView } from '../../widgets/diagram/DiagramView';
import { StateMessage } from '../../widgets/States';
import { Timeline } from '../../widgets/Timeline';
import { trials, type Trial, type TrialItem } from './api';
import { ClockBar } from './ClockBar';
import { ItemForm } from './ItemForm';
import { ItemRow } from './ItemRow';
import type { Act } from './TrialPage';

interface Props {
  of: string;
  trial: Trial;
  act: Act;
}

export function Playing({ of, trial, act }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const item = trial.items.find((one) => one.id === wanted) ?? trial.items[0];
  return (
    <div className="trial-parts">
      <ClockBar of={of} trial={trial} act={act} />
      <div className="trial-sides">
        <div className="trial-side">
          {trial.standing === 'ended' && (
            <section className="card">
              <StateMessage title={t('trial.ended')} hint={t('trial.endedHint')} />
            </section>
          )}
          <Stuck trial={trial} />
          <Awaited of={of} trial={trial} act={act} />
          {trial.items.length > 0 && (
            <Items items={trial.items} chosen={item?.id ?? ''} choose={setWanted} />
          )}
          {item && item.people.length > 0 && <ItemForm key={item.id} of={of} item={item} act={act} />}
        </div>
        <div className="trial-side">
          <Position trial={trial} />
          <section className="card">
            <h2 className="card-title">{t('trial.told')}</h2>
            <Timeline entries={[...trial.told].reverse()} found={undefined} />
          </section>
          <section className="card">
            <h2 className="card-title">{t('trial.sent')}</h2>
            {trial.sent.length === 0 ? (
              <p className="quiet">{t('trial.nothingSent')}</p>
            ) : (
              <Timeline entries={trial.sent} found={undefined} />
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

interface ItemsProps {
  items: TrialItem[];
  chosen: string;
  choose: (id: string) => void;
}

function Items({ items, chosen, choose }: ItemsProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('trial.waiting')}>
      <ul className="list">
        {items.map((one) => (
          <ItemRow key={one.id} item={one} chosen={one.id === chosen} choose={() => choose(one.id)} />
        ))}
      </ul>
    </section>
  );
}

function useNames(trial: Trial): string[] {
  const lang = useLang();
  const { diagram } = trial;
  return useMemo(
    () => (diagram ? placesNow(diagram.processes, standingIn(diagram), lang) : []),
    [diagram, lang],
  );
}

function Position({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  if (!trial.diagram) return null;
  return (
    <section className="card">
      <h2 className="card-title">{t('trial.where')}</h2>
      <DiagramView diagram={trial.diagram} />
    </section>
  );
}

function Awaited({ of, trial, act }: Props) {
  const { t } = useTranslation();
  if (trial.awaited.length === 0) return null;
  return (
    <section className="card">
      <h2 className="card-title">{t('trial.awaited')}</h2>
      <div className="trial-steps">
        {trial.awaited.map((one) => (
          <Button
            key={one.id}
            disabled={act.busy}
            onClick={() => act.run(() => trials.receive(of, one.id))}
          >
            {t(`trial.arrives.${one.kind}`, { name: one.name })}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Stuck({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const lang = useLang();
  const names = useNames(trial);
  return (
    <>
      {trial.incidents.map((one) => (
        <section key={one.id} className="card trial-stuck" role="alert">
          <h2 className="card-title">{t('trial.stuck')}</h2>
          <p>{localName(one.zh, one.en, lang)}</p>
        </section>
      ))}
      {trial.standing === 'running' && trial.items.length === 0 && (
        <section className="card">
          <p>{t('trial.waits', { names: names.join('、') })}</p>
        </section>
      )}
    </>
  );
}

/** The variables of the case as they were after a step, with what the step changed. */
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/audit';
import type { Variables } from '../../api/types';
import { sayName, sayValue, type Vocabulary } from '../../lib/wording';

interface Props {
  variables: Variables;
  step: ReplayStep | undefined;
  words: Vocabulary;
}

export function VariablesCard({ variables, step, words }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const changes = step?.changes ?? [];
  const changed = new Set(changes.filter((one) => one.scope === 0).map((one) => one.name));
  const others = Object.entries(variables).filter(
    ([name, value]) => !changed.has(name) && value !== null && value !== '',
  );
  const shown = (name: string, value: Variables[string]) =>
    sayValue(words, name, value) || t('replay.empty');
  return (
    <section className="card replay-data" aria-labelledby="data-heading">
      <div className="data-head">
        <h2 className="card-title" id="data-heading">
          {t('replay.data')}
        </h2>
        <label className="switch">
          <Switch size="small" checked={all} onChange={setAll} />
          {t('replay.allData', { count: others.length })}
        </label>
      </div>
      {changes.length === 0 && <p className="quiet">{t('replay.nothingChanged')}</p>}
      <dl className="changes">
        {changes.map((one, place) => (
          <div key={place} className="changed">
            <dt title={one.name}>
              {sayName(words, one.name)}
              {one.scope !== 0 && <span className="chip">{t('replay.inner')}</span>}
            </dt>
            <dd>
              {one.known && (
                <>
                  <del>{shown(one.name, one.before)}</del>
                  <span aria-hidden> → </span>
                </>
              )}
              <ins>{shown(one.name, one.after)}</ins>
            </dd>
          </div>
        ))}
        {all &&
          others.map(([name, value]) => (
            <div key={name}>
              <dt title={name}>{sayName(words, name)}</dt>
              <dd>{shown(name, value)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

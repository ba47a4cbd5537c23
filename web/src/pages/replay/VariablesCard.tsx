/** The variables of the case as they were after a step, with what the step changed. */
import { Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplayStep } from '../../api/audit';
import type { Label, Variables } from '../../api/types';
import { useLang } from '../../i18n';
import { labelOf, labelText, valueText } from '../../lib/labels';

interface Props {
  variables: Variables;
  step: ReplayStep | undefined;
  labels: Label[];
}

export function VariablesCard({ variables, step, labels }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [all, setAll] = useState(false);
  const words = { lang, yes: t('common.yes'), no: t('common.no') };
  const changes = step?.changes ?? [];
  const changed = new Set(changes.filter((one) => one.scope === 0).map((one) => one.name));
  const others = Object.entries(variables).filter(
    ([name, value]) => !changed.has(name) && value !== null && value !== '',
  );
  const shown = (name: string, value: Variables[string]) =>
    valueText(labelOf(labels, name), value, words) || t('replay.empty');
  const called = (name: string) => labelText(labelOf(labels, name), name, lang);
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
              {called(one.name)}
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
              <dt title={name}>{called(name)}</dt>
              <dd>{shown(name, value)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

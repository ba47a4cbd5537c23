/** Where time is lost, in words; the server names the steps by a rule that is told too. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { Statistics } from './api';
import { spanText, type Time } from './figures';

interface Props {
  told: Statistics;
  choose: (process: string, element: string) => void;
}

export function Bottlenecks({ told, choose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const time: Time = told.measure === 'clock' ? 'clock' : 'working';
  return (
    <section className="card">
      <h2 className="card-title">{t('running.bottlenecks')}</h2>
      {told.bottlenecks.length === 0 && <p>{t('running.noBottleneck')}</p>}
      <ol className="running-narrow">
        {told.bottlenecks.map((one) => (
          <li key={`${one.process}/${one.element_id}/${one.kind}`}>
            <Button type="link" onClick={() => choose(one.process, one.element_id)}>
              {localName(one.name, one.name_en, lang)}
            </Button>
            <span>
              {t(`running.lost.${one.kind}`, {
                span: spanText(one.seconds, time, t),
                share: one.share,
              })}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">{t('running.bottleneckRule')}</p>
    </section>
  );
}

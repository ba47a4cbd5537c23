/** The ways out for notifications, what became of their latest messages, and a test of each. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Channel } from '../../api/house';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';
import { ProblemNote } from '../batches/ProblemNote';

export function Channels({ channels }: { channels: Channel[] }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('house.channels')}>
      <h2 className="card-title">{t('house.channels')}</h2>
      {channels.length === 0 && <p className="quiet">{t('house.noChannels')}</p>}
      <ul className="list plain">
        {channels.map((one) => (
          <Row key={one.name} one={one} />
        ))}
      </ul>
      <p className="quiet how-to-change">
        {t('house.changedBy')} <code>GUICHENG_NOTIFICATION_CHANNELS</code>
      </p>
    </section>
  );
}

function Row({ one }: { one: Channel }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [address, setAddress] = useState('');
  const test = useMutation({
    mutationFn: () => house.testChannel(one.name, address.trim()),
    onSuccess: () => void message.success(t('house.testSent')),
  });
  const failedLast = one.last_failed_at && (!one.last_sent_at || one.last_failed_at > one.last_sent_at);
  return (
    <li className="row person">
      <div className="row-main">
        <span className="row-title">
          <strong>{one.name}</strong> <span className="chip">{one.kind}</span>
        </span>
        <span className="row-meta">
          {one.last_sent_at ? (
            <Timed sentence="house.lastSent">
              <Moment at={one.last_sent_at} />
            </Timed>
          ) : (
            t('house.nothingSent')
          )}
          {failedLast && <span className="tag late">{t('house.lastFailed')}</span>}
        </span>
        {failedLast && <p className="row-text">{one.last_error}</p>}
        <ProblemNote error={test.error} />
      </div>
      <div className="row-side test-row">
        {one.needs_address && (
          <Input
            aria-label={t('house.testAddress')}
            placeholder={t('house.testAddress')}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {t('house.test')}
        </Button>
      </div>
    </li>
  );
}

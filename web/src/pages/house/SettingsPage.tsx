/** The ways to the outside, messages that did not go out, and the login log. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Delivery } from '../../api/house';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import { ProblemNote } from '../batches/ProblemNote';
import '../../styles/operate.css';
import '../../styles/house.css';
import { AccessLog } from './AccessLog';
import './texts';

export default function SettingsPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('house.settings')} · ${t('app.name')}`;
  }, [t]);
  const found = useQuery({ queryKey: ['connections'], queryFn: house.connections });
  return (
    <div className="page">
      <h1 className="page-title">{t('house.settings')}</h1>
      <p className="quiet room-lead">{t('house.settingsLead')}</p>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <>
          <section className="card" aria-label={t('house.channels')}>
            <h2 className="card-title">{t('house.channels')}</h2>
            {found.data.channels.length === 0 && (
              <p className="quiet">{t('house.noChannels')}</p>
            )}
            <ul className="list plain">
              {found.data.channels.map((one) => (
                <ChannelRow key={one.name} name={one.name} kind={one.kind} asks={one.needs_address} />
              ))}
            </ul>
          </section>
          <section className="card room-card" aria-label={t('house.doors')}>
            <h2 className="card-title">{t('house.doors')}</h2>
            <dl className="figure-list">
              <Row name={t('house.address')} value={found.data.public_url} />
              <Row name={t('house.outsideLogin')} value={found.data.outside_login || t('common.none')} />
              <Row
                name={t('house.systemToken')}
                value={t(found.data.system_token ? 'common.yes' : 'common.no')}
              />
              <Row
                name={t('house.secondFactor')}
                value={t(`house.factor.${found.data.second_factor}`)}
              />
              <Row name={t('house.connectors')} value={found.data.connectors.join('、')} />
            </dl>
          </section>
        </>
      )}
      <Failed />
      <AccessLog />
    </div>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ChannelRow({ name, kind, asks }: { name: string; kind: string; asks: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [address, setAddress] = useState('');
  const test = useMutation({
    mutationFn: () => house.testChannel(name, address.trim()),
    onSuccess: () => void message.success(t('house.testSent')),
  });
  return (
    <li className="row">
      <div className="row-main">
        <span className="row-title">{name}</span>
        <span className="chip">{kind}</span>
        <ProblemNote error={test.error} />
      </div>
      <div className="row-side test-row">
        {asks && (
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

function Failed() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['deliveries'], queryFn: () => house.deliveries('failed') });
  const items = found.data?.items ?? [];
  return (
    <section className="card room-card" aria-label={t('house.failed')}>
      <h2 className="card-title">{t('house.failed')}</h2>
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && items.length === 0 && <p className="quiet">{t('house.noFailed')}</p>}
      <ul className="list plain">
        {items.map((one) => (
          <FailedRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function FailedRow({ one }: { one: Delivery }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => house.sendAgain(one.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <li className="row">
      <div className="row-main">
        <span className="row-title">
          {one.channel} · {one.user}
        </span>
        <p className="row-text">{one.error}</p>
        <span className="row-meta">
          <Moment at={one.done_at} />
        </span>
        <ProblemNote error={again.error} />
      </div>
      <div className="row-side">
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          {t('house.sendAgain')}
        </Button>
      </div>
    </li>
  );
}

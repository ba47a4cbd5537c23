/** A person's ways in: how it stands, what an administrator can do about it, and what happened. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type PersonDoors, type Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { browserName } from '../../lib/browserName';
import { Moment } from '../../widgets/Moment';
import { ErrorState, ListLoading } from '../../widgets/States';
import { HelpPart } from './HelpPart';
import { nameOf, whoOf } from './names';

interface Props {
  login: string;
  sections: Sections;
  close: () => void;
}

export function DoorsDialog({ login, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const client = useQueryClient();
  const key = ['doors', login];
  const found = useQuery({ queryKey: key, queryFn: () => house.doors(login) });
  return (
    <Modal
      open
      width={680}
      title={t('house.sessionsTitle', { name: nameOf(sections, 'people', login, lang) })}
      onCancel={close}
      footer={[
        <Button key="close" onClick={close}>
          {t('common.close')}
        </Button>,
      ]}
    >
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <div className="retry">
          <State found={found.data} />
          <HelpPart found={found.data} again={() => client.invalidateQueries({ queryKey: key })} />
          <Sessions found={found.data} />
          <Entries found={found.data} sections={sections} />
        </div>
      )}
    </Modal>
  );
}

function State({ found }: { found: PersonDoors }) {
  const { t } = useTranslation();
  const factor = found.second_factor;
  return (
    <dl className="figure-list door-facts">
      <Fact name={t('house.door.password')}>
        {found.once_until ? (
          <>
            {t('house.door.once')} <Moment at={found.once_until} />
          </>
        ) : (
          t(found.has_password ? 'house.door.own' : 'house.door.noPassword')
        )}
      </Fact>
      <Fact name={t('house.door.factor')}>
        {factor.on_since ? (
          <>
            {t('house.door.on')} <Moment at={factor.on_since} />
          </>
        ) : (
          t(factor.required ? 'house.door.missing' : 'house.door.off')
        )}
      </Fact>
      <Fact name={t('house.door.throttle')}>
        {found.locked ? <span className="tag late">{t('house.door.locked')}</span> : t('house.door.free')}
      </Fact>
      <Fact name={t('house.door.outside')}>{t(found.bound ? 'house.door.bound' : 'house.door.unbound')}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sessions({ found }: { found: PersonDoors }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('house.door.inside')}>
      <h3 className="field-label">{t('house.door.inside')}</h3>
      {found.sessions.length + found.tokens.length === 0 && <p className="quiet">{t('house.noSessions')}</p>}
      <ul className="door-list">
        {found.sessions.map((one) => (
          <li key={one.id}>
            <span>{browserName(one.browser) || t('house.door.browser')}</span>
            <span className="quiet">{one.address}</span>
            <span className="quiet">
              <Moment at={one.last_used} />
            </span>
          </li>
        ))}
        {found.tokens.map((one) => (
          <li key={one.id}>
            <span>{t('house.door.token', { name: one.name })}</span>
            <span className="quiet">{one.scopes.join(' ')}</span>
            <span className="quiet">{one.last_used_at ? <Moment at={one.last_used_at} /> : t('house.door.unused')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entries({ found, sections }: { found: PersonDoors; sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  return (
    <section aria-label={t('house.door.recent')}>
      <h3 className="field-label">{t('house.door.recent')}</h3>
      {found.entries.length === 0 && <p className="quiet">{t('house.noEntries')}</p>}
      <ul className="door-list">
        {found.entries.map((one) => (
          <li key={one.seq}>
            <span>{t(`house.entry.${one.kind}`)}</span>
            <span className="quiet">{one.by !== one.login ? whoOf(sections, one.by, lang, t('house.machine')) : one.address}</span>
            <span className="quiet">
              <Moment at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everybody who works here, searched; each can be changed or leave. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { SearchField } from '../../widgets/SearchField';
import { StateMessage } from '../../widgets/States';
import { DoorsDialog } from './DoorsDialog';
import { LeaveDialog } from './LeaveDialog';
import { listOf, nameOf, textOf } from './names';
import { PersonDialog } from './PersonDialog';

type Doing = { what: 'add' | 'change' | 'leave' | 'doors'; login: string };

export function PeopleTable({ sections }: { sections: Sections }) {
  const { t } = useTranslation();
  const lang = useLang();
  const [text, setText] = useState('');
  const [doing, setDoing] = useState<Doing | null>(null);
  const people = Object.entries(sections['people'] ?? {}).filter(([login, entry]) =>
    [login, ...Object.values(entry).map(String), nameOf(sections, 'departments', textOf(entry, 'department'), lang)]
      .join('\n')
      .toLowerCase()
      .includes(text.toLowerCase()),
  );
  const close = (): void => setDoing(null);
  return (
    <>
      <div className="filters">
        <SearchField value={text} label={t('house.searchPeople')} onSearch={setText} />
        <Button type="primary" onClick={() => setDoing({ what: 'add', login: '' })}>
          {t('house.addTitle.people')}
        </Button>
      </div>
      {people.length === 0 && <StateMessage title={t('house.nobodyFound')} />}
      {people.length > 0 && (
        <ul className="list" aria-label={t('house.views.people')}>
          {people.map(([login]) => (
            <Row key={login} login={login} sections={sections} start={(what) => setDoing({ what, login })} />
          ))}
        </ul>
      )}
      {doing?.what === 'change' && (
        <PersonDialog login={doing.login} sections={sections} close={close} />
      )}
      {doing?.what === 'leave' && (
        <LeaveDialog login={doing.login} sections={sections} close={close} />
      )}
      {doing?.what === 'add' && <PersonDialog sections={sections} close={close} />}
      {doing?.what === 'doors' && (
        <DoorsDialog login={doing.login} sections={sections} close={close} />
      )}
    </>
  );
}

interface RowProps {
  login: string;
  sections: Sections;
  start: (what: Doing['what']) => void;
}

function Row({ login, sections, start }: RowProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const entry = sections['people']?.[login];
  const name = nameOf(sections, 'people', login, lang);
  const superior = textOf(entry, 'reports_to');
  const roles = listOf(entry, 'roles').map((role) => nameOf(sections, 'roles', role, lang));
  return (
    <li className="row person">
      <div className="row-main">
        <span className="row-title">
          <strong>{name}</strong> <span className="quiet">{login}</span>{' '}
          {entry?.['active'] === false && <span className="tag stopped">{t('house.hasLeft')}</span>}
        </span>
        <p className="row-text">{roles.join('、')}</p>
        <span className="row-meta">
          <span className="chip">
            {nameOf(sections, 'departments', textOf(entry, 'department'), lang)}
          </span>
          <span>{textOf(entry, 'position')}</span>
          {superior && (
            <span>{t('house.reportsTo', { name: nameOf(sections, 'people', superior, lang) })}</span>
          )}
        </span>
      </div>
      {entry?.['active'] !== false && <Actions name={name} start={start} />}
    </li>
  );
}

function Actions({ name, start }: { name: string; start: RowProps['start'] }) {
  const { t } = useTranslation();
  return (
      <div className="row-side person-actions">
        <Button aria-label={`${t('house.person.change')} ${name}`} onClick={() => start('change')}>
          {t('house.person.change')}
        </Button>
        <Button aria-label={`${t('house.person.sessions')} ${name}`} onClick={() => start('doors')}>
          {t('house.person.sessions')}
        </Button>
        <Button
          danger
          aria-label={`${t('house.person.leave')} ${name}`}
          onClick={() => start('leave')}
        >
          {t('house.person.leave')}
        </Button>
      </div>
  );
}

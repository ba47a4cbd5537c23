/** A person's entry: a new one, or what is to be otherwise. */
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { ChangeDialog } from './ChangeDialog';
import { Choice, Choices, Field } from './Fields';
import { changed, listOf, nameOf, optionsOf, peopleHere, textOf } from './names';

interface Props {
  /** Absent for somebody new. */
  login?: string;
  sections: Sections;
  close: () => void;
}

interface Draft {
  name: string;
  name_en: string;
  department: string;
  position: string;
  reports_to: string;
  roles: string[];
}

function draftOf(entry: Entry | undefined): Draft {
  return {
    name: textOf(entry, 'name'),
    name_en: textOf(entry, 'name_en'),
    department: textOf(entry, 'department'),
    position: textOf(entry, 'position'),
    reports_to: textOf(entry, 'reports_to'),
    roles: listOf(entry, 'roles'),
  };
}

export function PersonDialog({ login, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const before = draftOf(login ? sections['people']?.[login] : undefined);
  const [draft, setDraft] = useState(before);
  const [newLogin, setNewLogin] = useState('');
  const id = login ?? newLogin.trim();
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const text = (name: 'name' | 'name_en' | 'position') => (
    <Field label={t(`house.fields.${name}`)}>
      <Input value={draft[name]} onChange={(event) => set({ [name]: event.target.value })} />
    </Field>
  );
  return (
    <ChangeDialog
      title={login ? t('house.changeTitle', { name: nameOf(sections, 'people', login, lang) }) : t('house.addTitle.people')}
      sections={sections}
      entries={{ people: { [id]: changed(before, draft) } }}
      onlyNew={!login}
      incomplete={!id}
      close={close}
    >
      <div className="person-fields">
        {!login && (
          <Field label={t('house.fields.login')} hint={t('house.loginHint')}>
            <Input value={newLogin} onChange={(event) => setNewLogin(event.target.value)} />
          </Field>
        )}
        {text('name')}
        {text('name_en')}
        {text('position')}
        <Field label={t('house.fields.department')}>
          <Choice
            value={draft.department}
            options={optionsOf(sections, 'departments', lang)}
            change={(department) => set({ department })}
          />
        </Field>
        <Field label={t('house.fields.reports_to')}>
          <Choice
            value={draft.reports_to}
            options={peopleHere(sections, lang).filter((one) => one.value !== login)}
            change={(reportsTo) => set({ reports_to: reportsTo })}
          />
        </Field>
      </div>
      <Field label={t('house.fields.roles')}>
        <Choices
          value={draft.roles}
          options={optionsOf(sections, 'roles', lang)}
          change={(roles) => set({ roles })}
        />
      </Field>
    </ChangeDialog>
  );
}

/** A role or a group: a new one, its name, who is in it, or its end. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationChange, Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { ChangeDialog } from './ChangeDialog';
import { Choices, Field } from './Fields';
import { changed, listOf, membersOf, nameOf, peopleHere, textOf } from './names';

export type MemberSection = 'roles' | 'groups';

interface Props {
  section: MemberSection;
  /** Absent for a new one. */
  id?: string;
  sections: Sections;
  close: () => void;
}

/** Who has a role stands in each person's entry. */
function rolesOfPeople(sections: Sections, role: string, wanted: string[]) {
  const before = membersOf(sections, 'roles', role);
  const concerned = [...wanted.filter((one) => !before.includes(one)), ...before.filter((one) => !wanted.includes(one))];
  return Object.fromEntries(
    concerned.map((login) => {
      const roles = listOf(sections['people']?.[login], 'roles').filter((one) => one !== role);
      return [login, { roles: wanted.includes(login) ? [...roles, role] : roles }];
    }),
  );
}

export function MembersDialog({ section, id, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const entry = id ? sections[section]?.[id] : undefined;
  const before = { name: textOf(entry, 'name'), name_en: textOf(entry, 'name_en') };
  const membersBefore = id ? membersOf(sections, section, id) : [];
  const [draft, setDraft] = useState(before);
  const [members, setMembers] = useState(membersBefore);
  const [newId, setNewId] = useState('');
  const [ending, setEnding] = useState(false);
  const key = id ?? newId.trim();
  const name = id ? nameOf(sections, section, id, lang) : '';

  const entries = (): OrganisationChange['entries'] => {
    if (section === 'groups') {
      const now = changed({ ...before, members: membersBefore }, { ...draft, members });
      return { groups: { [key]: ending ? null : { ...now, ...('members' in now && { members }) } } };
    }
    const own = ending ? null : changed(before, draft);
    const people = rolesOfPeople(sections, key, ending ? [] : members);
    return { ...((ending || !id || Object.keys(own ?? {}).length > 0) && { roles: { [key]: own } }), people };
  };
  return (
    <ChangeDialog
      title={id ? t('house.changeTitle', { name }) : t(`house.addTitle.${section}`)}
      sections={sections}
      entries={entries()}
      onlyNew={!id && section === 'groups'}
      incomplete={!key || (!id && key in (sections[section] ?? {}))}
      close={close}
      ending={
        id && (
          <Button danger type="link" onClick={() => setEnding(!ending)}>
            {t(ending ? 'house.keepIt' : `house.endTitle.${section}`)}
          </Button>
        )
      }
    >
      {ending ? (
        <p>{t(`house.endHint.${section}`, { name })}</p>
      ) : (
        <>
          <div className="person-fields">
            {!id && (
              <Field label={t('house.fields.id')} hint={t('house.idHint')}>
                <Input value={newId} onChange={(event) => setNewId(event.target.value)} />
              </Field>
            )}
            <Field label={t('house.entryName')}>
              <Input value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
            </Field>
            <Field label={t('house.fields.name_en')}>
              <Input value={draft.name_en} onChange={(event) => setDraft({ ...draft, name_en: event.target.value })} />
            </Field>
          </div>
          <Field label={t('house.fields.members')}>
            <Choices value={members} options={peopleHere(sections, lang)} change={setMembers} />
          </Field>
        </>
      )}
    </ChangeDialog>
  );
}

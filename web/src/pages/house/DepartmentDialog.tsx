/** A department: a new one; another name, place or head; or its end. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry, Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { ChangeDialog } from './ChangeDialog';
import { Choice, Field } from './Fields';
import { changed, nameOf, optionsOf, peopleHere, textOf } from './names';

interface Props {
  /** Absent for a new one. */
  id?: string;
  sections: Sections;
  close: () => void;
}

const draftOf = (entry: Entry | undefined) => ({
  name: textOf(entry, 'name'),
  name_en: textOf(entry, 'name_en'),
  parent: textOf(entry, 'parent'),
  head: textOf(entry, 'head'),
});

export function DepartmentDialog({ id, sections, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const before = draftOf(id ? sections['departments']?.[id] : undefined);
  const [draft, setDraft] = useState(before);
  const [newId, setNewId] = useState('');
  const [ending, setEnding] = useState(false);
  const key = id ?? newId.trim();
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const name = id ? nameOf(sections, 'departments', id, lang) : '';
  return (
    <ChangeDialog
      title={id ? t('house.changeTitle', { name }) : t('house.addTitle.departments')}
      sections={sections}
      entries={{ departments: { [key]: ending ? null : changed(before, draft) } }}
      onlyNew={!id}
      incomplete={!key}
      close={close}
      ending={
        id && (
          <Button danger type="link" onClick={() => setEnding(!ending)}>
            {t(ending ? 'house.keepIt' : 'house.endTitle.departments')}
          </Button>
        )
      }
    >
      {ending ? (
        <p>{t('house.endHint.departments', { name })}</p>
      ) : (
        <div className="person-fields">
          {!id && (
            <Field label={t('house.fields.id')} hint={t('house.idHint')}>
              <Input value={newId} onChange={(event) => setNewId(event.target.value)} />
            </Field>
          )}
          <Field label={t('house.entryName')}>
            <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          </Field>
          <Field label={t('house.fields.name_en')}>
            <Input value={draft.name_en} onChange={(event) => set({ name_en: event.target.value })} />
          </Field>
          <Field label={t('house.fields.parent')}>
            <Choice
              value={draft.parent}
              options={optionsOf(sections, 'departments', lang).filter((one) => one.value !== id)}
              change={(parent) => set({ parent })}
            />
          </Field>
          <Field label={t('house.fields.head')}>
            <Choice value={draft.head} options={peopleHere(sections, lang)} change={(head) => set({ head })} />
          </Field>
        </div>
      )}
    </ChangeDialog>
  );
}

/** The rights of one process: by right, the people, roles and groups that have it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sections } from '../../api/house';
import { useLang } from '../../i18n';
import { ChangeDialog } from './ChangeDialog';
import { Choice, Choices, Field } from './Fields';
import { listOf, optionsOf, peopleHere, type Option } from './names';

export const RIGHTS = ['see', 'start', 'work', 'own', 'operate', 'audit'] as const;
type Right = (typeof RIGHTS)[number];
type Draft = Record<Right, string[]>;

interface Props {
  /** Absent where nothing is declared yet. */
  process?: string;
  sections: Sections;
  processes: Option[];
  close: () => void;
}

export function RightsDialog({ process, sections, processes, close }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const [chosen, setChosen] = useState(process ?? '');
  const entry = process ? sections['rights']?.[process] : undefined;
  const before = Object.fromEntries(RIGHTS.map((one) => [one, listOf(entry, one)])) as Draft;
  const [draft, setDraft] = useState(before);
  const named = (kind: string, options: Option[]): Option[] =>
    options.map((one) => ({ value: `${kind}:${one.value}`, label: `${one.label}（${t(`house.principal.${kind}`)}）` }));
  const principals = [
    ...named('role', optionsOf(sections, 'roles', lang)),
    ...named('group', optionsOf(sections, 'groups', lang)),
    ...named('user', peopleHere(sections, lang)),
  ];
  const fields = RIGHTS.filter((one) => JSON.stringify(before[one]) !== JSON.stringify(draft[one])).map(
    (one) => [one, draft[one].length === 0 ? null : draft[one]] as const,
  );
  const none = RIGHTS.every((one) => draft[one].length === 0);
  return (
    <ChangeDialog
      title={process ? t('house.changeTitle', { name: processes.find((one) => one.value === process)?.label ?? process }) : t('house.addTitle.rights')}
      sections={sections}
      entries={{ rights: { [chosen]: none ? null : Object.fromEntries(fields) } }}
      onlyNew={!process}
      incomplete={!chosen || (!process && none)}
      close={close}
    >
      {!process && (
        <Field label={t('house.process')}>
          <Choice
            value={chosen}
            options={processes.filter((one) => !(one.value in (sections['rights'] ?? {})))}
            change={setChosen}
          />
        </Field>
      )}
      <div className="right-fields">
      {RIGHTS.map((right) => (
        <Field key={right} label={t(`house.fields.${right}`)} hint={t(`house.rightHint.${right}`)}>
          <Choices
            value={draft[right]}
            options={principals}
            change={(value) => setDraft({ ...draft, [right]: value })}
          />
        </Field>
      ))}
      </div>
    </ChangeDialog>
  );
}

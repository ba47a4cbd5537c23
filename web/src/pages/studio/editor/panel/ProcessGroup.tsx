/** What is said of the process as a whole. */
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../../i18n';
import { named } from '../choices';
import { change, subject, text } from '../facts';
import { ChoiceField, SeveralField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import { FeelField } from './FeelField';
import { Group } from './Group';
import { useSuggested } from './scope';
import { Tick } from './Tick';

const parts = (text: string) => text.split(';').map((one) => one.trim()).filter(Boolean);

export function ProcessGroup({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const about = subject(element);
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const withdrawals = ['until-first-decision', 'always', 'never'];
  return (
    <>
      <Group name="starts">
        <SeveralField
          label={t('editor.startableBy')}
          free={t('editor.startableByHint')}
          value={value('startableBy').split(/\s+/).filter(Boolean)}
          options={[{ value: '-', label: t('editor.onlyCalled') }, ...named(choices.roles, lang)]}
          onChange={(chosen) => set('startableBy')(chosen.at(-1) === '-' ? '-' : chosen.filter((one) => one !== '-').join(' '))}
        />
        <ChoiceField
          label={t('editor.withdraw')}
          value={value('withdraw')}
          free={t('editor.withdraw_until-first-decision')}
          options={withdrawals.map((one) => ({ value: one, label: t(`editor.withdraw_${one}`) }))}
          onChange={set('withdraw')}
        />
        <FeelField label={t('editor.caseTitle')} hint={t('panel.titleHint')} value={value('title')} onChange={set('title')} />
        <FeelField label={t('editor.summary')} hint={t('panel.summaryHint')} value={value('summary')} onChange={set('summary')} />
        <TextField
          label={t('editor.caseNumber')}
          hint={t('panel.caseNumberHint')}
          value={value('caseNumber')}
          onChange={set('caseNumber')}
        />
      </Group>
      <Group name="keeping">
        <ChoiceField
          label={t('editor.review')}
          value={value('review')}
          free={t('editor.review_none')}
          options={[{ value: 'second-person', label: t('editor.review_second-person') }]}
          onChange={set('review')}
        />
        <TextField label={t('panel.versionTag')} hint={t('panel.versionTagHint')} value={value('versionTag')} onChange={set('versionTag')} />
        <TextField label={t('panel.family')} hint={t('panel.familyHint')} value={value('family')} onChange={set('family')} />
        <Variables label={t('panel.searchable')} hint={t('panel.searchableHint')} value={value('searchable')} put={set('searchable')} />
        <Variables label={t('panel.variables')} hint={t('panel.variablesHint')} value={value('variables')} put={set('variables')} own />
        <Tick
          label={t('panel.placeholder')}
          hint={t('panel.placeholderHint')}
          value={about.get('guicheng:placeholder') === true}
          onChange={(on) => change(modeler, element, { 'guicheng:placeholder': on || undefined })}
        />
      </Group>
    </>
  );
}

interface VariablesProps {
  label: string;
  hint: string;
  value: string;
  own?: boolean;
  put: (value: string) => void;
}

function Variables({ label, hint, value, own, put }: VariablesProps) {
  const names = useSuggested().filter((one) => !one.name.includes('.'));
  const chosen = parts(value);
  const more = chosen.filter((one) => !names.some((name) => name.name === one));
  return (
    <SeveralField
      label={label}
      hint={hint}
      write={Boolean(own)}
      value={chosen}
      options={[...names, ...more.map((name) => ({ name, said: '' }))].map((one) => ({
        value: one.name,
        label: one.said ? `${one.name} ${one.said}` : one.name,
      }))}
      onChange={(wanted) => put(wanted.join(';'))}
    />
  );
}

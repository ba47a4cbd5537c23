/** What is said of the process as a whole. */
import { useTranslation } from 'react-i18next';
import { named } from './choices';
import { change, subject, text } from './facts';
import { ChoiceField, FeelField, SeveralField, TextField } from './fields';
import { useLang } from '../../../i18n';
import type { GroupProps } from './Panel';

export function ProcessGroup({ modeler, element, choices, of }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const about = subject(element);
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const value = (name: string) => text(about, `guicheng:${name}`);
  const starters = value('startableBy').split(/\s+/).filter(Boolean);
  return (
    <section className="panel-group">
      <h3>{t('editor.group_process')}</h3>
      <SeveralField
        label={t('editor.startableBy')}
        free={t('editor.startableByHint')}
        value={starters}
        options={[{ value: '-', label: t('editor.onlyCalled') }, ...named(choices.roles, lang)]}
        onChange={(chosen) => set('startableBy')(chosen.join(' '))}
      />
      <ChoiceField
        label={t('editor.review')}
        value={value('review')}
        free={t('editor.review_none')}
        options={[{ value: 'second-person', label: t('editor.review_second-person') }]}
        onChange={set('review')}
      />
      <FeelField of={of} label={t('editor.caseTitle')} value={value('title')} onChange={set('title')} />
      <FeelField of={of} label={t('editor.summary')} value={value('summary')} onChange={set('summary')} />
      <TextField label={t('editor.caseNumber')} value={value('caseNumber')} onChange={set('caseNumber')} />
      <ChoiceField
        label={t('editor.withdraw')}
        value={value('withdraw')}
        free={t('editor.withdraw_until-first-decision')}
        options={['until-first-decision', 'always', 'never'].map((one) => ({
          value: one,
          label: t(`editor.withdraw_${one}`),
        }))}
        onChange={set('withdraw')}
      />
    </section>
  );
}

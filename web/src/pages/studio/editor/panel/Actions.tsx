/** What may be done with the work item besides completing it. */
import { Checkbox, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { change, subject, text } from '../facts';
import type { GroupProps } from '../Panel';

export const ACTIONS = [
  ...['claim', 'release', 'transfer', 'delegate', 'add-sign', 'remove-sign', 'return', 'take-back'],
  ...['urge', 'copy'],
];

export function Actions({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const said = text(subject(element), 'guicheng:actions').split(/\s+/).filter(Boolean);
  const chosen = said.filter((one) => one !== 'none');
  const strange = chosen.filter((one) => !ACTIONS.includes(one));
  const put = (words: string) => change(modeler, element, { 'guicheng:actions': words });
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{t('editor.actions')}</legend>
      <Radio.Group
        value={said.length > 0}
        options={[
          { value: false, label: t('editor.actionsHint') },
          { value: true, label: t('panel.ownActions') },
        ]}
        onChange={(event) => put(event.target.value ? 'claim release transfer urge copy' : '')}
      />
      {said.length > 0 && (
        <Checkbox.Group
          className="action-list"
          value={chosen}
          options={[...ACTIONS, ...strange].map((one) => ({ value: one, label: t(`editor.action_${one}`, { defaultValue: one }) }))}
          onChange={(wanted) => put(wanted.join(' ') || 'none')}
        />
      )}
      {said.includes('none') && <p className="field-hint">{t('editor.action_none')}</p>}
    </fieldset>
  );
}

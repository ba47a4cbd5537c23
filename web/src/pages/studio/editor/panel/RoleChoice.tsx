/** One of a few answers, or a role: `role:gm`. */
import { useTranslation } from 'react-i18next';
import type { StudioChoices } from '../../../../api/studio';
import { useLang } from '../../../../i18n';
import { named } from '../choices';
import { ChoiceField, type Option } from '../fields';

interface Props {
  label: string;
  value: string;
  options: Option[];
  prefix: string;
  free: string;
  choices: StudioChoices;
  onChange: (value: string) => void;
}

export function RoleChoice({ label, value, options, prefix, free, choices, onChange }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const isRole = value.startsWith(prefix);
  return (
    <>
      <ChoiceField
        label={label}
        value={isRole ? prefix : value}
        free={free}
        options={[...options, { value: prefix, label: t('panel.toRole') }]}
        onChange={onChange}
      />
      {isRole && (
        <div className="panel-inner">
          <ChoiceField
            label={t('panel.whichRole')}
            value={value.slice(prefix.length)}
            free={t('editor.choose')}
            options={named(choices.roles, lang)}
            onChange={(role) => onChange(prefix + role)}
          />
        </div>
      )}
    </>
  );
}

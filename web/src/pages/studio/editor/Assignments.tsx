/** To whom a task is offered: rules one below the other, whose people add up. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../i18n';
import { named } from './choices';
import { children, setChildren, subject, text } from './facts';
import type { Option } from './fields';
import type { GroupProps } from './Panel';

const TYPE = 'guicheng:Assignment';
const KINDS = [
  'role',
  'user',
  'department-head',
  'superior',
  'superiors',
  'group',
  'position',
  'field',
  'initiator',
  'initiator-choice',
  'previous-choice',
];

export function Assignments({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const rules = children(subject(element), TYPE).map((one) => ({
    kind: text(one, 'kind'),
    value: text(one, 'value'),
  }));
  const put = (wanted: { kind: string; value: string }[]) =>
    setChildren(modeler, element, TYPE, wanted);
  const replace = (place: number, with_: { kind: string; value: string }) =>
    put(rules.map((one, at) => (at === place ? with_ : one)));
  const options: Record<string, Option[]> = {
    role: named(choices.roles, lang),
    user: named(choices.people, lang),
    group: named(choices.groups, lang),
    'department-head': named(choices.departments, lang),
  };
  const known = rules.map((one) => one.kind).filter((one) => !KINDS.includes(one));
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{t('editor.assignment')}</legend>
      {rules.length === 0 && <p className="field-hint">{t('editor.assignmentNone')}</p>}
      {rules.map((rule, place) => (
        <div className="panel-rule" key={place}>
          <Select
            aria-label={t('editor.assignmentKind')}
            value={rule.kind}
            options={[...KINDS, ...known].map((one) => ({ value: one, label: t(`editor.assign_${one}`) }))}
            popupMatchSelectWidth={false}
            onChange={(kind: string) => replace(place, { kind, value: '' })}
          />
          <Value
            rule={rule}
            options={options[rule.kind]}
            onChange={(value) => replace(place, { ...rule, value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('editor.remove')}
            onClick={() => put(rules.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => put([...rules, { kind: 'role', value: '' }])}
      >
        {t('editor.addAssignment')}
      </Button>
    </fieldset>
  );
}

interface ValueProps {
  rule: { kind: string; value: string };
  options: Option[] | undefined;
  onChange: (value: string) => void;
}

function Value({ rule, options, onChange }: ValueProps) {
  const { t } = useTranslation();
  const label = t('editor.assignmentValue');
  if (['initiator', 'initiator-choice', 'previous-choice'].includes(rule.kind) && !rule.value) {
    return <span />;
  }
  if (options && !rule.value.startsWith('=')) {
    const known = !rule.value || options.some((one) => one.value === rule.value);
    return (
      <Select
        aria-label={label}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        value={rule.value || null}
        placeholder={t(rule.kind === 'department-head' ? 'editor.ownDepartment' : 'editor.choose')}
        options={known ? options : [{ value: rule.value, label: rule.value }, ...options]}
        popupMatchSelectWidth={false}
        onChange={(value: string | undefined) => onChange(value ?? '')}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      key={rule.kind}
      defaultValue={rule.value}
      placeholder={t('editor.feelOrText')}
      onBlur={(event) => event.target.value !== rule.value && onChange(event.target.value)}
    />
  );
}

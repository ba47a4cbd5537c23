/** To whom a task is offered: rules one below the other, whose people add up. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../../i18n';
import { named } from '../choices';
import { children, setChildren, subject, text } from '../facts';
import type { Option } from '../fields';
import type { GroupProps } from '../Panel';
import { useNaming } from './scope';
import { useTyped } from './typed';

const TYPE = 'guicheng:Assignment';
const KINDS = [
  ...['role', 'user', 'department-head', 'superior', 'superiors', 'group', 'position'],
  ...['field', 'initiator', 'initiator-choice', 'previous-choice', 'connector'],
];
const CHOSEN = ['role', 'user', 'group', 'department-head'];
const VARIABLES = ['field', 'initiator-choice', 'previous-choice'];
const LEVELS = ['1', '2', '3', '4', '5'];

interface Rule {
  kind: string;
  value: string;
}

export function Assignments({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const { scope } = useNaming();
  const rules = children(subject(element), TYPE).map((one) => ({
    kind: text(one, 'kind'),
    value: text(one, 'value'),
  }));
  const put = (wanted: Rule[]) => setChildren(modeler, element, TYPE, wanted as never);
  const replace = (place: number, with_: Rule) =>
    put(rules.map((one, at) => (at === place ? with_ : one)));
  const roles = named(choices.roles, lang);
  const variables = (scope?.names ?? []).filter((one) => !one.name.includes('.'));
  const names = variables.map((one) => ({ value: one.name, label: `${one.name} ${one.zh}`.trim() }));
  const options: Record<string, Option[]> = {
    role: roles,
    user: named(choices.people, lang),
    group: named(choices.groups, lang),
    'department-head': named(choices.departments, lang),
    superiors: [
      ...LEVELS.map((one) => ({ value: one, label: t('panel.levels', { count: Number(one) }) })),
      ...roles.map((one) => ({ value: `role:${one.value}`, label: t('panel.upTo', { role: one.label }) })),
    ],
    ...Object.fromEntries(VARIABLES.map((one) => [one, names])),
    connector: choices.connectors.map((one) => ({ value: `${one}:`, label: `${one}:` })),
  };
  const strange = rules.map((one) => one.kind).filter((one) => !KINDS.includes(one));
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{t('editor.assignment')}</legend>
      {rules.length === 0 && <p className="field-hint">{t('editor.assignmentNone')}</p>}
      {rules.map((rule, place) => (
        <div className="panel-rule" key={place}>
          <Select
            aria-label={t('editor.assignmentKind')}
            value={rule.kind}
            options={[
              ...KINDS.map((one) => ({ value: one, label: t(`editor.assign_${one}`) })),
              ...strange.map((one) => ({ value: one, label: one })),
            ]}
            popupMatchSelectWidth={false}
            onChange={(kind: string) => replace(place, { kind, value: '' })}
          />
          <Value
            key={rule.kind}
            rule={rule}
            options={options[rule.kind] ?? []}
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
  rule: Rule;
  options: Option[];
  onChange: (value: string) => void;
}

function Value({ rule, options, onChange }: ValueProps) {
  const { t } = useTranslation();
  const label = t('editor.assignmentValue');
  if (rule.kind === 'initiator' && !rule.value) return <span />;
  if (!CHOSEN.includes(rule.kind) || rule.value.startsWith('=')) {
    return <Written rule={rule} options={options} onChange={onChange} />;
  }
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

/** A name, a number of levels or a formula; what exists is offered. */
function Written({ rule, options, onChange }: ValueProps) {
  const { t } = useTranslation();
  const { typed, type, leave } = useTyped(rule.value, onChange);
  const found = options.filter((one) => one.value !== typed && one.label.includes(typed));
  return (
    <AutoComplete
      aria-label={t('editor.assignmentValue')}
      value={typed}
      options={found.slice(0, 40)}
      placeholder={t(`panel.assign_${rule.kind}`, { defaultValue: t('editor.feelOrText') })}
      popupMatchSelectWidth={false}
      onBlur={leave}
      onChange={(value: string) => type(value)}
    />
  );
}

/** On what it rests: what must be decided, and the clauses of the written policy it carries out. */
import { CloseOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { change, document, documentation, subject, text } from '../facts';
import { TextField } from '../fields';
import type { GroupProps } from '../Panel';
import { Group } from './Group';

export function BasisGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element } = props;
  const of = subject(element);
  const count = text(of, 'guicheng:clauses').split(/\s+/).filter(Boolean).length;
  return (
    <Group name="basis" said={count > 0 && t('panel.clauseCount', { count })}>
      {of.$type !== 'bpmn:SequenceFlow' && (
        <TextField
          rows={2}
          label={t('editor.documentation')}
          hint={of.$type === 'bpmn:UserTask' && t('editor.documentationHint')}
          value={documentation(of)}
          onChange={(words) => document(modeler, element, words)}
        />
      )}
      <Clauses {...props} />
    </Group>
  );
}

function Clauses({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const id = useId();
  const chosen = text(subject(element), 'guicheng:clauses').split(/\s+/).filter(Boolean);
  const put = (wanted: string[]) => change(modeler, element, { 'guicheng:clauses': wanted.join(' ') });
  const words = new Map(choices.clauses.map((one) => [one.id, one.zh]));
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('editor.clauses')}
      </label>
      <Select
        id={id}
        className="wide-field"
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        placeholder={t('editor.clausesHint')}
        options={choices.clauses
          .filter((one) => !chosen.includes(one.id))
          .map((one) => ({ value: one.id, label: `${one.id} ${one.zh}` }))}
        onChange={(wanted: string | null) => wanted && put([...chosen, wanted])}
      />
      <ul className="clause-list">
        {chosen.map((one) => (
          <li key={one}>
            <code>{one}</code>
            <span>{words.get(one) ?? <em className="feel-wrong">{t('panel.noClause')}</em>}</span>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t('panel.removeNamed', { name: one })}
              onClick={() => put(chosen.filter((other) => other !== one))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

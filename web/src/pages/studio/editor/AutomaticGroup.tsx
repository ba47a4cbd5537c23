/** What happens by itself: connector, decision or called process, and what goes in and out. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLang } from '../../../i18n';
import { named, plain } from './choices';
import { change, children, setChildren, subject, text } from './facts';
import { ChoiceField, TextField } from './fields';
import type { GroupProps } from './Panel';

export function AutomaticGroup(props: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const { modeler, element, choices, of } = props;
  const about = subject(element);
  const set = (name: string) => (value: string) => change(modeler, element, { [name]: value });
  const value = (name: string) => text(about, name);
  const kind = about.$type.replace('bpmn:', '');
  const decision = value('guicheng:decisionId');
  return (
    <section className="panel-group">
      <h3>{t('editor.group_automatic')}</h3>
      {kind === 'ServiceTask' && (
        <ChoiceField
          label={t('editor.connector')}
          value={value('guicheng:connector')}
          options={plain(choices.connectors)}
          onChange={set('guicheng:connector')}
        />
      )}
      {kind === 'BusinessRuleTask' && (
        <>
          <ChoiceField
            label={t('editor.decisionTable')}
            value={decision}
            options={plain(choices.decisions)}
            hint={
              decision && (
                <Link to={`/studio/${encodeURIComponent(of)}/decisions/${encodeURIComponent(decision)}`}>
                  {t('editor.openDecision')}
                </Link>
              )
            }
            onChange={set('guicheng:decisionId')}
          />
          <TextField
            label={t('editor.resultVariable')}
            value={value('guicheng:resultVariable')}
            onChange={set('guicheng:resultVariable')}
          />
        </>
      )}
      {kind === 'CallActivity' && (
        <ChoiceField
          label={t('editor.called')}
          value={value('calledElement')}
          options={named(choices.processes, lang)}
          onChange={set('calledElement')}
        />
      )}
      <Mappings {...props} type="guicheng:Input" title={t('editor.inputs')} />
      {kind !== 'BusinessRuleTask' && kind !== 'SendTask' && (
        <Mappings {...props} type="guicheng:Output" title={t('editor.outputs')} />
      )}
    </section>
  );
}

function Mappings({ modeler, element, type, title }: GroupProps & { type: string; title: string }) {
  const { t } = useTranslation();
  const found = children(subject(element), type).map((one) => ({
    name: text(one, 'name'),
    value: text(one, 'value'),
  }));
  const put = (place: number, part: 'name' | 'value', words: string) => {
    if (found[place]?.[part] === words) return;
    setChildren(
      modeler,
      element,
      type,
      found.map((one, at) => (at === place ? { ...one, [part]: words } : one)),
    );
  };
  return (
    <fieldset className="panel-list">
      <legend className="field-label">{title}</legend>
      {found.map((one, place) => (
        <div className="panel-rule" key={`${place}-${one.name}-${one.value}`}>
          <Input
            aria-label={t('editor.variable')}
            placeholder={t('editor.variable')}
            defaultValue={one.name}
            onBlur={(event) => put(place, 'name', event.target.value.trim())}
          />
          <Input
            className="feel"
            aria-label={t('editor.value')}
            placeholder={t('editor.feelOrText')}
            defaultValue={one.value}
            onBlur={(event) => put(place, 'value', event.target.value)}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('editor.remove')}
            onClick={() => setChildren(modeler, element, type, found.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => setChildren(modeler, element, type, [...found, { name: `name_${found.length + 1}`, value: '' }])}
      >
        {t('editor.add')}
      </Button>
    </fieldset>
  );
}

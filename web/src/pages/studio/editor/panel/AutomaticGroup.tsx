/** What happens by itself: connector, decision or called process, and what goes in and out. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLang } from '../../../../i18n';
import { named, plain } from '../choices';
import { change, subject, text } from '../facts';
import { ChoiceField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import { Group } from './Group';
import { Mappings } from './Mappings';
import { NameField } from './NameField';
import { useNaming } from './scope';

export function AutomaticGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { modeler, element, choices } = props;
  const about = subject(element);
  const kind = about.$type.replace('bpmn:', '');
  const set = (name: string) => (value: string) => change(modeler, element, { [name]: value });
  return (
    <Group name="automatic">
      {kind === 'ServiceTask' && (
        <ChoiceField
          label={t('editor.connector')}
          hint={t('panel.connectorHint')}
          value={text(about, 'guicheng:connector')}
          free={t('editor.choose')}
          options={plain(choices.connectors)}
          onChange={set('guicheng:connector')}
        />
      )}
      {kind === 'BusinessRuleTask' && <Decision {...props} />}
      {kind === 'CallActivity' && <Called {...props} />}
      <Mappings
        {...props}
        type="guicheng:Input"
        title={t('editor.inputs')}
        hint={t(kind === 'CallActivity' ? 'panel.callInputs' : 'panel.inputsHint')}
      />
      {kind !== 'BusinessRuleTask' && (
        <Mappings {...props} type="guicheng:Output" title={t('editor.outputs')} hint={t('panel.outputsHint')} />
      )}
    </Group>
  );
}

function Decision({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const { of } = useNaming();
  const about = subject(element);
  const decision = text(about, 'guicheng:decisionId');
  const at = `/studio/${encodeURIComponent(of)}/decisions/${encodeURIComponent(decision)}`;
  return (
    <>
      <ChoiceField
        label={t('editor.decisionTable')}
        value={decision}
        free={t('editor.choose')}
        options={plain(choices.decisions)}
        hint={
          <>
            {decision && <Link to={at}>{t('editor.openDecision')}</Link>} {t('panel.pinned')}
          </>
        }
        onChange={(value) => change(modeler, element, { 'guicheng:decisionId': value })}
      />
      <NameField
        label={t('editor.resultVariable')}
        value={text(about, 'guicheng:resultVariable')}
        onChange={(value) => change(modeler, element, { 'guicheng:resultVariable': value })}
      />
    </>
  );
}

const BINDINGS = ['latest', 'version', 'tag'];

/** Which version is called is fixed when the case begins. */
function Called({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const about = subject(element);
  const version = text(about, 'guicheng:version');
  const tag = text(about, 'guicheng:versionTag');
  const binding = text(about, 'guicheng:binding') || (version && 'version') || (tag && 'tag');
  const bind = (wanted: string) =>
    change(modeler, element, {
      'guicheng:binding': wanted === 'latest' ? '' : wanted,
      'guicheng:version': wanted === 'version' ? about.get('guicheng:version') : undefined,
      'guicheng:versionTag': wanted === 'tag' ? tag : '',
    });
  return (
    <>
      <ChoiceField
        label={t('editor.called')}
        value={text(about, 'calledElement')}
        free={t('editor.choose')}
        options={named(choices.processes, lang)}
        onChange={(value) => change(modeler, element, { calledElement: value })}
      />
      <ChoiceField
        label={t('panel.binding')}
        hint={t('panel.bindingHint')}
        value={binding}
        free={t('panel.binding_latest')}
        options={BINDINGS.map((one) => ({ value: one, label: t(`panel.binding_${one}`) }))}
        onChange={bind}
      />
      {binding === 'version' && (
        <TextField
          label={t('panel.version')}
          value={version}
          onChange={(words) => {
            if (!words || /^[1-9]\d*$/.test(words)) {
              change(modeler, element, { 'guicheng:version': words ? Number(words) : undefined });
            }
          }}
        />
      )}
      {binding === 'tag' && (
        <TextField
          label={t('panel.versionTag')}
          value={tag}
          onChange={(words) => change(modeler, element, { 'guicheng:versionTag': words })}
        />
      )}
    </>
  );
}

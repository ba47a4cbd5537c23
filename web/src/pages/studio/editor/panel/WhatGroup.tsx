/** What is done: with which form, which fields, which operations, and what comes of it. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { plain } from '../choices';
import { change, children, subject, text } from '../facts';
import { ChoiceField } from '../fields';
import type { GroupProps } from '../Panel';
import { Actions } from './Actions';
import { FieldRights } from './FieldRights';
import { Group } from './Group';
import { Mappings } from './Mappings';
import { useNaming } from './scope';

const OPINIONS = ['optional', 'required', 'on-refusal', 'none'];
const SIGNATURES = ['optional', 'none'];

export function WhatGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { of } = useNaming();
  const { modeler, element, choices } = props;
  const about = subject(element);
  const isTask = about.$type === 'bpmn:UserTask';
  const set = (name: string) => (value: string) => change(modeler, element, { [`guicheng:${name}`]: value });
  const form = text(about, 'guicheng:formId');
  const at = `/studio/${encodeURIComponent(of)}/forms/${encodeURIComponent(form)}`;
  const count = (type: string) => children(about, type).length;
  return (
    <>
      <Group name="what" said={form}>
        <ChoiceField
          label={t('editor.form')}
          value={form}
          free={t('editor.choose')}
          options={plain(choices.forms)}
          hint={
            <>
              {form && <Link to={at}>{t('editor.openForm')}</Link>} {t('panel.pinned')}
            </>
          }
          onChange={set('formId')}
        />
        {isTask ? (
          <>
            <ChoiceField
              label={t('editor.opinion')}
              value={text(about, 'guicheng:opinion')}
              free={t('editor.opinion_optional')}
              options={OPINIONS.map((one) => ({ value: one, label: t(`editor.opinion_${one}`) }))}
              onChange={set('opinion')}
            />
            <ChoiceField
              label={t('editor.signature')}
              value={text(about, 'guicheng:signature')}
              free={t('editor.signature_with-opinion')}
              options={SIGNATURES.map((one) => ({ value: one, label: t(`editor.signature_${one}`) }))}
              onChange={set('signature')}
            />
            <Actions {...props} />
          </>
        ) : (
          <p className="field-hint">{t('panel.startForm')}</p>
        )}
      </Group>
      {isTask && form && (
        <Group name="fields" said={t('panel.ownRights', { count: count('guicheng:FieldRight') })}>
          <FieldRights {...props} />
        </Group>
      )}
      {isTask && (
        <Group name="results" said={t('panel.outputCount', { count: count('guicheng:Output') })}>
          <Mappings {...props} type="guicheng:Output" title={t('panel.taskOutputs')} hint={t('panel.taskOutputsHint')} />
        </Group>
      )}
    </>
  );
}

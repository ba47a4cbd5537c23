/** Draws on from an element without a mouse: what follows it, where it leads, what it becomes. */
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, ChoiceField } from '../fields';
import type { GroupProps } from '../Panel';
import { append, attachTimer, connect, mayConnect, remove, STEPS, TASKS, turnInto } from './drawing';
import { Group } from './Group';
import { called, drawn } from './WhoGroup';

const LEADS = /Task$|SubProcess$|CallActivity$|Gateway$|StartEvent$|IntermediateCatchEvent$|IntermediateThrowEvent$|BoundaryEvent$|Transaction$/;
const ACTIVITY = /Task$|SubProcess$|CallActivity$|Transaction$/;
const KEPT = ['bpmn:Process', 'bpmn:Participant', 'bpmn:Collaboration', 'bpmn:Lane'];

export function DrawGroup({ modeler, element, begun }: GroupProps & { begun: (id: string) => void }) {
  const { t } = useTranslation();
  if (KEPT.includes(element.type)) return null;
  const leads = LEADS.test(element.type);
  const targets = leads ? drawn(modeler, (one) => one !== element && mayConnect(modeler, element, one)) : [];
  const kind = element.type.replace('bpmn:', '');
  return (
    <Group name="draw">
      {leads && (
        <fieldset className="panel-list">
          <legend className="field-label">{t('panel.follow')}</legend>
          <div className="draw-steps">
            {Object.keys(STEPS).map((step) => (
              <Button key={step} size="small" onClick={() => begun(append(modeler, element, step).id)}>
                {t(`panel.step_${step}`)}
              </Button>
            ))}
            {ACTIVITY.test(element.type) && (
              <Button size="small" onClick={() => begun(attachTimer(modeler, element).id)}>
                {t('panel.step_boundary')}
              </Button>
            )}
          </div>
        </fieldset>
      )}
      {targets.length > 0 && (
        <Field label={t('panel.connect')}>
          {(id) => (
            <Select
              id={id}
              className="wide-field"
              showSearch={{ optionFilterProp: 'label' }}
              value={null}
              placeholder={t('editor.choose')}
              options={targets.map((one) => ({ value: one.id, label: called(one) }))}
              onChange={(wanted: string | null) => {
                const target = targets.find((one) => one.id === wanted);
                if (target) connect(modeler, element, target);
              }}
            />
          )}
        </Field>
      )}
      {TASKS.includes(kind) && (
        <ChoiceField
          label={t('panel.turnInto')}
          value={kind}
          options={TASKS.map((one) => ({ value: one, label: t(`editor.kind_${one}`) }))}
          onChange={(wanted) => wanted && wanted !== kind && turnInto(modeler, element, wanted)}
        />
      )}
      <Button danger size="small" onClick={() => remove(modeler, element)}>
        {t('panel.removeElement')}
      </Button>
    </Group>
  );
}

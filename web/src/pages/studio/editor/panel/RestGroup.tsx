/** What the file says of the element that no field above sets: shown as it is, kept as it is. */
import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { put, subject } from '../facts';
import type { GroupProps } from '../Panel';
import type { Element, Moddle, Services } from '../types';
import { definitionsOf } from './definitions';
import { Group } from './Group';
import { beside, rest, type Left } from './rest';

/** What another tool added is taken out of the file once the owner has said the same in our words. */
function remove(modeler: Services, element: Element, { name, foreign }: Left): void {
  const holder = foreign?.$parent;
  if (!foreign) return;
  if (foreign.$type !== name || !holder) {
    put(modeler, element, foreign, { [name]: undefined });
    return;
  }
  const values = ((holder.get('values') as Moddle[] | undefined) ?? []).filter((one) => one !== foreign);
  put(modeler, element, holder, { values });
}

export function RestGroup({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const of = subject(element);
  const found = [
    ...rest(of),
    ...(of === element.businessObject ? [] : rest(element.businessObject)),
    ...(of.$type === 'bpmn:Process' ? beside(definitionsOf(of)) : []),
  ];
  if (found.length === 0) return null;
  return (
    <Group name="rest" said={t('panel.things', { count: found.length })}>
      <p className="field-hint">{t('panel.restHint')}</p>
      <dl className="rest">
        {found.map((one, place) => (
          <div key={`${one.name}-${place}`}>
            <dt>
              <code>{one.name}</code>
            </dt>
            <dd>{one.value}</dd>
            {one.foreign && (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t('panel.removeNamed', { name: one.name })}
                onClick={() => remove(modeler, element, one)}
              />
            )}
          </div>
        ))}
      </dl>
    </Group>
  );
}

/** What the file says of the element that no field above sets: shown as it is, kept as it is. */
import { useTranslation } from 'react-i18next';
import { subject } from '../facts';
import type { GroupProps } from '../Panel';
import { definitionsOf } from './definitions';
import { Group } from './Group';
import { beside, rest } from './rest';

export function RestGroup({ element }: GroupProps) {
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
          </div>
        ))}
      </dl>
    </Group>
  );
}

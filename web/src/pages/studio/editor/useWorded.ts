/** The findings with the names that the drawing has now. */
import type Modeler from 'bpmn-js/lib/Modeler';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFinding } from '../../../api/studio';
import { inWords } from './inWords';
import type { Moddle, Registry } from './types';

/** Where the label of an attribute is not under its own name. */
const LABELS: Record<string, string> = {
  formId: 'editor.form',
  decisionId: 'editor.decisionTable',
  role: 'editor.laneRole',
  title: 'editor.caseTitle',
  fieldRight: 'panel.fieldRights',
  fieldRights: 'panel.fieldRights',
  output: 'editor.outputs',
  input: 'editor.inputs',
};

/** Words of the standard that findings use, as the panel calls them. */
const WORDS: Record<string, string> = {
  timeDate: 'panel.timer_timeDate',
  timeDuration: 'panel.timer_timeDuration',
  timeCycle: 'panel.timer_timeCycle',
  loopCardinality: 'panel.cardinality',
  loopDataInputRef: 'panel.collection',
  completionCondition: 'panel.completionCondition',
  conditionExpression: 'editor.condition',
};

/** What is drawn for this id: of a part of an event, or of a marker, the element that has it. */
function drawnFor(registry: Registry | undefined, id: string): string {
  if (!registry || !id || registry.get(id)) return id;
  const has = (of: Moddle) =>
    [of.get('eventDefinitions'), of.get('loopCharacteristics')].flat().some((one) => (one as Moddle | undefined)?.id === id);
  const [found] = registry.filter((one) => !one.labelTarget && has(one.businessObject));
  return found?.id ?? id;
}

export function useWorded(findings: StudioFinding[], modeler: Modeler | null): StudioFinding[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const registry = modeler?.get<Registry>('elementRegistry');
    const label = (one: string) => {
      const key = [LABELS[one] ?? `panel.${one}`, `editor.${one}`].find((known) => i18n.exists(known));
      return key ? t(key) : '';
    };
    const name = (id: string) => {
      const word = WORDS[id];
      if (word) return t(word);
      const found = registry?.get(id)?.businessObject;
      return found?.name && found.$type !== 'bpmn:Participant' ? found.name : '';
    };
    return findings.map((one) => ({
      ...inWords(one, label, name),
      element_id: one.element_id && drawnFor(registry, one.element_id),
    }));
  }, [findings, modeler, t, i18n]);
}

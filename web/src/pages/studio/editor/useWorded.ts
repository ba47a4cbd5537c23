/** The findings with the names that the drawing has now. */
import type Modeler from 'bpmn-js/lib/Modeler';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudioFinding } from '../../../api/studio';
import { inWords } from './inWords';
import type { Registry } from './types';

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

export function useWorded(findings: StudioFinding[], modeler: Modeler | null): StudioFinding[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const registry = modeler?.get<Registry>('elementRegistry');
    const label = (one: string) => {
      const key = [LABELS[one] ?? `panel.${one}`, `editor.${one}`].find((known) => i18n.exists(known));
      return key ? t(key) : '';
    };
    const name = (id: string) => {
      const found = registry?.get(id)?.businessObject;
      return found?.name && found.$type !== 'bpmn:Participant' ? found.name : '';
    };
    return findings.map((one) => inWords(one, label, name));
  }, [findings, modeler, t, i18n]);
}

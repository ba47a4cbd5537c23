/** Makes the dmn-js editor of one decision; loaded with the page of a decision only. */
import DmnModeler from 'dmn-js/lib/Modeler';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import type { Lang } from '../../../lib/format';
import './dmn.css';
import { dmnTranslate } from './translate';

export interface OpenTable {
  xml: () => Promise<string>;
  destroy: () => void;
}

interface Input {
  container: HTMLElement;
  xml: string;
  decision: string;
  lang: Lang;
  onChange: () => void;
}

/** The table, or the expression, of the decision with this id. Throws when the file cannot be drawn. */
export async function openTable(input: Input): Promise<OpenTable> {
  const words = { translate: ['value', dmnTranslate(input.lang)] };
  const editor = new DmnModeler({
    container: input.container,
    common: { additionalModules: [words] },
    decisionTable: { additionalModules: [words] },
    literalExpression: { additionalModules: [words] },
    drd: { additionalModules: [words] },
  });
  try {
    await editor.importXML(input.xml);
    const view = editor.getViews().find((one) => one.element.id === input.decision);
    if (!view) throw new Error(`Expected the decision ${input.decision}`);
    await editor.open(view);
  } catch (error) {
    editor.destroy();
    throw error;
  }
  editor.getActiveViewer()?.on('elements.changed', input.onChange);
  return {
    xml: async () => (await editor.saveXML({ format: true })).xml,
    destroy: () => editor.destroy(),
  };
}

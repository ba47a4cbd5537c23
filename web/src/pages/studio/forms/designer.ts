/** Makes the form-js editor of one form; loaded with the page of a form only. */
import { FormEditor } from '@bpmn-io/form-js-editor';
import '../../../../node_modules/@bpmn-io/form-js-editor/node_modules/@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import '@bpmn-io/form-js-editor/dist/assets/dragula.css';
import type { Lang } from '../../../lib/format';
import { keepChinese } from './chinese';

export interface OpenDesigner {
  text: () => string;
  destroy: () => void;
}

interface Input {
  container: HTMLElement;
  text: string;
  lang: Lang;
  onChange: () => void;
}

/** Throws when the text is no form. */
export async function openDesigner(input: Input): Promise<OpenDesigner> {
  const editor = new FormEditor({ container: input.container });
  const rest = input.lang === 'zh' ? keepChinese(input.container) : () => undefined;
  try {
    await editor.importSchema(JSON.parse(input.text));
  } catch (error) {
    rest();
    editor.destroy();
    throw error;
  }
  editor.on('changed', input.onChange);
  return {
    text: () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`,
    destroy: () => {
      rest();
      editor.destroy();
    },
  };
}

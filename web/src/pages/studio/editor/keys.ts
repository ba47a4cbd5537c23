/** The keys of the canvas, as `?` tells of them; the drawing library has bound them. */
import type { KeyRow } from '../../../widgets/shownKeys';

export const EDITOR_KEYS: readonly KeyRow[] = [
  ['Ctrl Z', 'editorKeys.undo'],
  ['Ctrl Y', 'editorKeys.redo'],
  ['Ctrl C', 'editorKeys.copy'],
  ['Ctrl V', 'editorKeys.paste'],
  ['Del', 'editorKeys.remove'],
  ['E', 'editorKeys.name'],
  ['Ctrl F', 'editorKeys.find'],
  ['Ctrl A', 'editorKeys.all'],
  ['H', 'editorKeys.hand'],
  ['L', 'editorKeys.lasso'],
  ['S', 'editorKeys.space'],
  ['C', 'editorKeys.connect'],
];

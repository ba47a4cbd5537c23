/** Opens a bpmn-js viewer in the page's own colours; what every drawing of the page shares. Loaded
 * lazily. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import '../../styles/diagram.css';

/** The page's own colours, so that a change of shade changes the drawing too. */
const COLOURS = {
  defaultFillColor: 'var(--card)',
  defaultStrokeColor: 'var(--text)',
  defaultLabelColor: 'var(--text)',
};

export type Viewer = NavigatedViewer;

/** Fails, and leaves nothing behind, when the file cannot be drawn. */
export async function openDrawing(container: HTMLElement, xml: string): Promise<Viewer> {
  const viewer = new NavigatedViewer({
    container,
    zoomScroll: { enabled: false },
    bpmnRenderer: COLOURS,
  });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  return viewer;
}

/** One step nearer or farther, within what can be read. */
export function zoomBy(canvas: { zoom(level?: number, center?: 'auto'): number }, step: 1 | -1, least = 0.15): void {
  canvas.zoom(Math.min(3, Math.max(least, canvas.zoom() * 1.25 ** step)), 'auto');
}

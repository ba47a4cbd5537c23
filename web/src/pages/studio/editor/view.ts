/** What of a diagram is seen first: all of it if that can be read, else where it begins. */
import type { Canvas, Element, Registry, Services } from './types';

const READABLE = 0.7;
const MARGIN = 150;

interface Scrolling extends Canvas {
  viewbox(box?: object): { outer: { width: number; height: number } };
}

export function look(modeler: Services): void {
  const canvas = modeler.get<Scrolling>('canvas');
  if (canvas.zoom('fit-viewport', 'auto') >= READABLE) return;
  const drawn = modeler.get<Registry>('elementRegistry');
  const [start] = drawn
    .filter((one: Element) => one.type === 'bpmn:StartEvent' && !one.labelTarget)
    .sort((one, two) => one.x - two.x);
  const { outer } = canvas.viewbox();
  if (!start) return;
  canvas.viewbox({
    x: start.x - (MARGIN + 60) / READABLE,
    y: start.y - MARGIN / READABLE,
    width: outer.width / READABLE,
    height: outer.height / READABLE,
  });
}

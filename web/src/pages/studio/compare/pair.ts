/** Two viewers one above the other that move together, with what differs marked in each. */
import { openDrawing, zoomBy, type Viewer } from '../../../widgets/diagram/drawing';
import type { Change } from './difference';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: Bounds): Bounds & { outer: { width: number; height: number } };
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Shape extends Bounds {
  id: string;
  waypoints?: { x: number; y: number }[];
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface EventBus {
  on(event: string, listener: (event: { element: Shape }) => void): void;
}

const ROOM = 0.94; // for the mark of bpmn.io beside the drawing
const NEAR = 0.85; // the zoom at which the names of a chosen element's neighbours can be read

export interface OpenPair {
  show: (id: string) => void;
  zoom: (step: 1 | -1) => void;
  fit: () => void;
  destroy: () => void;
}

export async function openPair(
  containers: [HTMLElement, HTMLElement],
  diagrams: [string, string],
  changes: Change[],
  choose: (id: string) => void,
): Promise<OpenPair> {
  const viewers: Viewer[] = [];
  const destroy = () => viewers.forEach((viewer) => viewer.destroy());
  try {
    for (const [side, container] of containers.entries()) {
      viewers.push(await openDrawing(container, diagrams[side] as string));
    }
  } catch (error) {
    destroy();
    throw error;
  }
  const canvases = viewers.map((viewer) => viewer.get<Canvas>('canvas'));
  const shape = (side: number, id: string) => viewers[side]?.get<Registry>('elementRegistry').get(id);
  const differing = new Set(changes.map((one) => one.id));
  for (const change of changes) {
    canvases.forEach((canvas, side) => {
      if (shape(side, change.id)) canvas.addMarker(change.id, `is-${change.kind}`);
    });
  }
  viewers.forEach((viewer) =>
    viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => {
      const id = element.id.replace(/_label$/, '');
      if (differing.has(id)) choose(id);
    }),
  );
  const fit = () => canvases.forEach((canvas) => canvas.zoom(canvas.zoom('fit-viewport', 'auto') * ROOM, 'auto'));
  fit();
  moveTogether(viewers, canvases);
  let marked = '';
  return {
    show: (id) => {
      canvases.forEach((canvas, side) => {
        if (marked && shape(side, marked)) canvas.removeMarker(marked, 'is-chosen');
        if (shape(side, id)) canvas.addMarker(id, 'is-chosen');
      });
      marked = id;
      const side = shape(1, id) ? 1 : 0;
      const [drawn, canvas] = [shape(side, id), canvases[side]];
      if (drawn && canvas) bringNear(canvas, drawn);
    },
    zoom: (step) => canvases[1] && zoomBy(canvases[1], step, 0.1),
    fit,
    destroy,
  };
}

/** The element in the middle, so large that it can be read. */
function bringNear(canvas: Canvas, shape: Shape): void {
  const { outer } = canvas.viewbox();
  const { x, y, width, height } = boundsOf(shape);
  const scale = Math.max(canvas.zoom(), Math.min(NEAR, (outer.width * ROOM) / width, (outer.height * ROOM) / height));
  const [wide, high] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high });
}

function boundsOf(shape: Shape): Bounds {
  const points = shape.waypoints;
  if (!points?.length) return shape;
  const [across, down] = [points.map((one) => one.x), points.map((one) => one.y)];
  const [x, y] = [Math.min(...across), Math.min(...down)];
  return { x, y, width: Math.max(...across) - x + 1, height: Math.max(...down) - y + 1 };
}

function moveTogether(viewers: Viewer[], canvases: Canvas[]): void {
  let following = false;
  viewers.forEach((viewer, side) => {
    viewer.on('canvas.viewbox.changed', () => {
      if (following) return;
      following = true;
      const { x, y, width, height } = canvases[side]?.viewbox() as Bounds;
      canvases[1 - side]?.viewbox({ x, y, width, height });
      following = false;
    });
  });
}

/** Makes a bpmn-js viewer that shows where a case is and which way it came. Loaded lazily. */
import { openDrawing, zoomBy, type Viewer } from './drawing';

export interface DiagramMarks {
  current: string[];
  done: string[];
  taken: string[];
  hereText: string;
}

/** Elements that may be picked, and what happens then. */
export interface Picking {
  ids: string[];
  pick: (id: string) => void;
}

export interface OpenDiagram {
  /** Marks the one element that is picked; none with an empty id. */
  choose: (id: string) => void;
  zoom: (step: 1 | -1) => void;
  fit: () => void;
  toCurrent: () => void;
  destroy: () => void;
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto' | { x: number; y: number }): number;
  viewbox(box?: Bounds): Bounds & { outer: { width: number; height: number }; inner: Bounds };
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Registry {
  get(id: string): (Bounds & { waypoints?: unknown }) | undefined;
}

interface EventBus {
  on(event: string, listener: (event: { element: { id: string } }) => void): void;
}

interface Overlays {
  add(id: string, overlay: { position: object; html: HTMLElement }): void;
}

const READABLE = 0.85;
const MOST = 1.1;

function mark(viewer: Viewer, marks: DiagramMarks): void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const put = (ids: string[], marker: string) =>
    ids.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, marker));
  put(marks.done, 'is-done');
  put(marks.taken, 'is-taken');
  put(marks.current, 'is-current');
  const overlays = viewer.get<Overlays>('overlays');
  for (const id of new Set(marks.current)) {
    if (!registry.get(id)) continue;
    const badge = document.createElement('div');
    badge.className = 'here-badge';
    badge.textContent = marks.hereText;
    overlays.add(id, { position: { top: -14, left: -6 }, html: badge });
  }
}

/** Wide diagrams stay readable: not the whole is shown, but the part where the case is. */
function settle(viewer: Viewer, current: string[]): void {
  const canvas = viewer.get<Canvas>('canvas');
  const scale = canvas.zoom('fit-viewport', 'auto');
  if (scale > MOST) canvas.zoom(MOST, 'auto');
  if (scale < READABLE && current.length) centre(viewer, current, READABLE);
}

function centre(viewer: Viewer, current: string[], scale: number): void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const shape = current.map((id) => registry.get(id)).find((one) => one && !one.waypoints);
  if (!shape) return;
  const { outer } = canvas.viewbox();
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: shape.x + shape.width / 2 - width / 2,
    y: shape.y + shape.height / 2 - height / 2,
    width,
    height,
  });
}

/** Lets people pick elements; the function marks the one that is picked. */
function pickable(viewer: Viewer, { ids, pick }: Picking): (id: string) => void {
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const known = ids.filter((id) => registry.get(id));
  known.forEach((id) => canvas.addMarker(id, 'is-choosable'));
  viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => {
    const id = element.id.replace(/_label$/, '');
    if (known.includes(id)) pick(id);
  });
  return (id) => {
    known.forEach((one) => canvas.removeMarker(one, 'is-chosen'));
    if (known.includes(id)) canvas.addMarker(id, 'is-chosen');
  };
}

export async function openDiagram(
  container: HTMLElement,
  xml: string,
  marks: DiagramMarks,
  picking: Picking = { ids: [], pick: () => undefined },
): Promise<OpenDiagram> {
  const viewer = await openDrawing(container, xml);
  mark(viewer, marks);
  settle(viewer, marks.current);
  const canvas = viewer.get<Canvas>('canvas');
  return {
    choose: pickable(viewer, picking),
    zoom: (step) => zoomBy(canvas, step),
    fit: () => canvas.zoom('fit-viewport', 'auto'),
    toCurrent: () => centre(viewer, marks.current, Math.max(READABLE, canvas.zoom())),
    destroy: () => viewer.destroy(),
  };
}

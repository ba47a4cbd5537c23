/** Makes a bpmn-js viewer that shows where a case is and which way it came. Loaded lazily. */
import { openDrawing, zoomBy, type Viewer } from './drawing';
import type { Call, DiagramMarks } from './marks';

/** Elements that may be picked, and what happens then or when a call is stepped into. */
export interface Acts {
  ids: string[];
  pick: (id: string) => void;
  enter: (key: string) => void;
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
  put(marks.within, 'is-within');
  const badge = (ids: string[], kind: string, text: string) =>
    new Set(ids).forEach((id) => {
      if (registry.get(id)) overlay(viewer, id, { top: -14, left: -6 }, labelled('div', kind, text));
    });
  badge(marks.current, 'here-badge', marks.hereText);
  const plain = marks.within.filter((id) => marks.calls.every((one) => one.id !== id));
  badge(plain, 'here-badge within', marks.withinText);
}

function labelled<K extends 'div' | 'button'>(tag: K, kind: string, text: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}

function overlay(viewer: Viewer, id: string, position: object, html: HTMLElement): void {
  viewer.get<Overlays>('overlays').add(id, { position, html });
}

/** A button at each call activity that leads into what it calls; the function says where control
 * is within. */
export function steppable(
  viewer: Viewer,
  calls: Call[],
  enter: (key: string) => void,
): (within: string[]) => void {
  const registry = viewer.get<Registry>('elementRegistry');
  const shown = calls.filter(({ id }) => registry.get(id));
  const buttons = shown.map((call) => {
    const button = labelled('button', 'call-into', call.text);
    button.type = 'button';
    button.title = call.label;
    button.addEventListener('click', () => enter(call.to));
    overlay(viewer, call.id, { top: -14, left: -6 }, button);
    return { call, button };
  });
  return (within) => {
    for (const { call, button } of buttons) {
      const text = within.includes(call.id) ? call.withinText : call.text;
      button.textContent = text;
      button.setAttribute('aria-label', `${text} ${call.label}`);
      button.classList.toggle('within', within.includes(call.id));
    }
  };
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
function pickable(viewer: Viewer, { ids, pick }: Acts): (id: string) => void {
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
  acts: Acts,
): Promise<OpenDiagram> {
  const viewer = await openDrawing(container, xml);
  const stands = [...marks.current, ...marks.within];
  mark(viewer, marks);
  steppable(viewer, marks.calls, acts.enter)(marks.within);
  settle(viewer, stands);
  const canvas = viewer.get<Canvas>('canvas');
  return {
    choose: pickable(viewer, acts),
    zoom: (step) => zoomBy(canvas, step),
    fit: () => canvas.zoom('fit-viewport', 'auto'),
    toCurrent: () => centre(viewer, stands, Math.max(READABLE, canvas.zoom())),
    destroy: () => viewer.destroy(),
  };
}

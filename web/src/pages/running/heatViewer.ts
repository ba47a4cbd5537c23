/** A bpmn-js viewer that shows figures on elements and arrows. Loaded lazily. */
import { openDrawing, zoomBy } from '../../widgets/diagram/drawing';

export interface ShownHeat {
  id: string;
  text: string;
  label: string;
  step: number;
}

export interface ShownFlow {
  id: string;
  text: string;
  label: string;
  often: boolean;
}

export interface HeatMap {
  zoom: (step: 1 | -1) => void;
  fit: () => void;
  show: (heats: ShownHeat[], flows: ShownFlow[]) => void;
  choose: (id: string | null) => void;
  destroy: () => void;
}

interface Shape {
  id: string;
  width: number;
  height: number;
  waypoints?: { x: number; y: number }[];
  x: number;
  y: number;
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: Bounds): Bounds & { outer: { width: number; height: number }; inner: Bounds };
  resized(): void;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface Overlays {
  add(id: string, kind: string, overlay: { position: object; html: HTMLElement; scale: { min: number } }): void;
  remove(filter: { type: string }): void;
}

interface EventBus {
  on(event: string, listener: (event: { element: Shape }) => void): void;
}

const MOST = 1.1;
const ROOM = 0.94; // for the mark of bpmn.io beside the drawing
const KIND = 'heat';
const SCALE = { min: 0.85 }; // badges stay legible on a drawing that is shown small
const NEAR = 0.75; // the zoom at which names can be read
const FAR = 0.5; // below it only activities keep their badges: there is no room for more
const TINY = 0.22; // a drawing shown so small says nothing: begin where most happens
const SMALL = 60; // units of the drawing: events and gateways are smaller
const LABELS = 16; // pixels above and below the drawing
const [LOW, HIGH] = [280, 0.78]; // pixels; part of the window

function badge(heat: ShownHeat, small: boolean, choose: (id: string) => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `heat-badge heat-${heat.step}${small ? ' on-small' : ''}`;
  button.textContent = heat.text;
  button.setAttribute('aria-label', heat.label);
  button.addEventListener('click', () => choose(heat.id));
  return button;
}

function flowBadge(flow: ShownFlow): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'flow-badge';
  mark.textContent = flow.text;
  mark.title = flow.label;
  return mark;
}

/** The middle of an arrow's first long part, from where its overlay is placed. */
function middle(flow: Shape): { top: number; left: number } {
  const points = flow.waypoints ?? [];
  const [first, second] = [points[0], points[1]];
  if (!first || !second) return { top: 0, left: 0 };
  const left = Math.min(...points.map((point) => point.x));
  const top = Math.min(...points.map((point) => point.y));
  return { left: (first.x + second.x) / 2 - left - 12, top: (first.y + second.y) / 2 - top + 3 };
}

/** As high as the drawing is at the width that there is. */
function takeRoom(container: HTMLElement, canvas: Canvas): void {
  const { inner } = canvas.viewbox();
  const wanted = (container.clientWidth / Math.max(inner.width, 1)) * inner.height + 2 * LABELS;
  container.style.height = `${Math.round(Math.min(window.innerHeight * HIGH, Math.max(LOW, wanted)))}px`;
  canvas.resized();
}

/** The shape in the middle, so large that it and its neighbours can be read. */
function bringNear(canvas: Canvas, shape: Shape): void {
  const { outer } = canvas.viewbox();
  const [width, height] = [outer.width / NEAR, outer.height / NEAR];
  const [x, y] = [shape.x + shape.width / 2 - width / 2, shape.y + shape.height / 2 - height / 2];
  canvas.viewbox({ x, y, width, height });
}

export async function openHeatMap(
  container: HTMLElement,
  xml: string,
  choose: (id: string) => void,
): Promise<HeatMap> {
  const viewer = await openDrawing(container, xml);
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const overlays = viewer.get<Overlays>('overlays');
  let marked: [string, string][] = [];
  let chosen: string | null = null;
  let begun = false;
  viewer.get<EventBus>('eventBus').on('element.click', ({ element }) => choose(element.id));
  viewer.on('canvas.viewbox.changed', () => container.classList.toggle('is-far', canvas.zoom() < FAR));
  takeRoom(container, canvas);
  const fit = () => canvas.zoom(Math.min(MOST, canvas.zoom('fit-viewport', 'auto') * ROOM), 'auto');
  fit();

  const mark = (id: string, marker: string) => {
    canvas.addMarker(id, marker);
    marked.push([id, marker]);
  };
  return {
    zoom: (step) => zoomBy(canvas, step),
    fit,
    show: (heats, flows) => {
      marked.forEach(([id, marker]) => canvas.removeMarker(id, marker));
      marked = [];
      overlays.remove({ type: KIND });
      for (const heat of heats.filter((one) => registry.get(one.id))) {
        mark(heat.id, `heat-${heat.step}`);
        if (!heat.text) continue;
        overlays.add(heat.id, KIND, {
          position: { top: -13, right: 22 },
          html: badge(heat, (registry.get(heat.id)?.width ?? 0) < SMALL, choose),
          scale: SCALE,
        });
      }
      for (const flow of flows) {
        const drawn = registry.get(flow.id);
        if (!drawn?.waypoints) continue;
        if (flow.often) mark(flow.id, 'flow-often');
        overlays.add(flow.id, KIND, { position: middle(drawn), html: flowBadge(flow), scale: SCALE });
      }
      const hottest = [...heats].sort((a, b) => b.step - a.step).map((one) => registry.get(one.id))[0];
      if (!begun && hottest && canvas.zoom() < TINY) bringNear(canvas, hottest);
      begun = true;
    },
    choose: (id) => {
      if (chosen && registry.get(chosen)) canvas.removeMarker(chosen, 'is-chosen');
      chosen = id;
      const shape = id ? registry.get(id) : undefined;
      if (!id || !shape) return;
      canvas.addMarker(id, 'is-chosen');
      if (canvas.zoom() < FAR) bringNear(canvas, shape);
    },
    destroy: () => viewer.destroy(),
  };
}

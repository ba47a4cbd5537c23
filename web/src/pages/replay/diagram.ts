/** A diagram that can be marked anew for each step: where control stands, what was gone through. */
import { openDrawing, zoomBy, type Viewer } from '../../widgets/diagram/drawing';
import type { Call } from '../../widgets/diagram/marks';
import { steppable } from '../../widgets/diagram/viewer';

/** Of the process that is drawn alone. */
export interface Marks {
  positions: Record<string, number>;
  /** Call activities with control in what they call. */
  within: string[];
  visits: Record<string, number>;
  flows: Record<string, number>;
  /** The flows of this very step. */
  fresh: string[];
  /** The elements that this step reached, the last one first. */
  reached: string[];
  here: (tokens: number) => string;
  times: (count: number) => string;
  withinText: string;
}

export interface ReplayDiagram {
  show: (marks: Marks) => void;
  zoom: (step: 1 | -1) => void;
  fit: () => void;
  destroy: () => void;
}

interface Shape {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  waypoints?: unknown;
  children?: Shape[];
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: object): Shape & { outer: { width: number; height: number } };
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  findRoot(shape: Shape): object | undefined;
  getRootElement(): object;
  setRootElement(root: object): void;
  scroll(delta: { dx: number; dy: number }): void;
}

interface Registry {
  get(id: string): Shape | undefined;
}

interface Overlays {
  add(id: string, overlay: { position: object; html: HTMLElement }): string;
  remove(filter: { id: string }): void;
}

const READABLE = 0.8;

function badge(text: string, kind: string): HTMLElement {
  const made = document.createElement('div');
  made.className = kind;
  made.textContent = text;
  return made;
}

class Marked {
  private readonly markers: [string, string][] = [];
  private readonly badges: string[] = [];
  private readonly canvas: Canvas;
  private readonly registry: Registry;
  private readonly overlays: Overlays;
  private readonly tellWithin: (within: string[]) => void;
  private readonly steppable: Set<string>;

  constructor(viewer: Viewer, { calls, enter }: Acts) {
    this.tellWithin = steppable(viewer, calls, enter);
    this.steppable = new Set(calls.map(({ id }) => id));
    this.canvas = viewer.get<Canvas>('canvas');
    this.registry = viewer.get<Registry>('elementRegistry');
    this.overlays = viewer.get<Overlays>('overlays');
  }

  show(marks: Marks): void {
    this.clear();
    const here = Object.keys(marks.positions);
    this.put(Object.keys(marks.visits), 'is-done');
    this.put(Object.keys(marks.flows), 'is-taken');
    this.put(marks.fresh, 'is-fresh');
    const inside = here.filter((id) => this.isAround(id, marks.positions));
    const around = [...inside, ...marks.within];
    this.put(inside, 'is-around');
    this.put(marks.within, 'is-within');
    this.put(
      here.filter((id) => !around.includes(id)),
      'is-current',
    );
    this.tellWithin(marks.within);
    for (const id of marks.within.filter((one) => !this.steppable.has(one))) {
      this.overlay(id, { top: -14, left: -6 }, badge(marks.withinText, 'here-badge within'));
    }
    for (const [id, tokens] of Object.entries(marks.positions)) {
      if (marks.within.includes(id)) continue;
      if (around.includes(id) && tokens < 2) continue;
      this.overlay(id, { top: -14, left: -6 }, badge(marks.here(tokens), 'here-badge'));
    }
    for (const [id, count] of Object.entries(marks.visits)) {
      if (count > 1) this.overlay(id, { bottom: 8, right: 14 }, badge(marks.times(count), 'times-badge'));
    }
    this.follow([...here.filter((id) => !around.includes(id)).reverse(), ...here, ...marks.reached]);
  }

  /** Whether control stands at something drawn inside of it. */
  private isAround(id: string, positions: Record<string, number>): boolean {
    const inside = (shape: Shape | undefined): boolean =>
      (shape?.children ?? []).some((one) => one.id in positions || inside(one));
    return inside(this.registry.get(id));
  }

  /** Opens the level of what is looked for, and brings it into view. */
  private follow(wanted: string[]): void {
    const shape = wanted.map((id) => this.registry.get(id)).find((one) => one && !one.waypoints);
    if (!shape) return;
    const root = this.canvas.findRoot(shape);
    if (root && root !== this.canvas.getRootElement()) this.canvas.setRootElement(root);
    const box = this.canvas.viewbox();
    const inside =
      shape.x >= box.x &&
      shape.y >= box.y &&
      shape.x + shape.width <= box.x + box.width &&
      shape.y + shape.height <= box.y + box.height;
    if (inside && this.canvas.zoom() >= READABLE) return;
    const scale = Math.max(READABLE, Math.min(1, this.canvas.zoom()));
    const width = box.outer.width / scale;
    const height = box.outer.height / scale;
    this.canvas.viewbox({
      x: shape.x + shape.width / 2 - width / 2,
      y: shape.y + shape.height / 2 - height / 2,
      width,
      height,
    });
  }

  private put(ids: string[], marker: string): void {
    for (const id of ids) {
      if (!this.registry.get(id)) continue;
      this.canvas.addMarker(id, marker);
      this.markers.push([id, marker]);
    }
  }

  private overlay(id: string, position: object, html: HTMLElement): void {
    if (this.registry.get(id)) this.badges.push(this.overlays.add(id, { position, html }));
  }

  private clear(): void {
    for (const [id, marker] of this.markers.splice(0)) this.canvas.removeMarker(id, marker);
    for (const id of this.badges.splice(0)) this.overlays.remove({ id });
  }
}

interface Bus {
  on(name: 'element.click', heard: (event: { element: { id: string } }) => void): void;
}

export interface Acts {
  pick: (id: string) => void;
  calls: Call[];
  enter: (key: string) => void;
}

export async function openReplay(
  container: HTMLElement,
  xml: string,
  acts: Acts,
): Promise<ReplayDiagram> {
  const viewer = await openDrawing(container, xml);
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > 1) canvas.zoom(1, 'auto');
  const marked = new Marked(viewer, acts);
  viewer.get<Bus>('eventBus').on('element.click', ({ element }) => acts.pick(element.id));
  return {
    show: (marks) => marked.show(marks),
    zoom: (step) => zoomBy(canvas, step),
    fit: () => canvas.zoom('fit-viewport', 'auto'),
    destroy: () => viewer.destroy(),
  };
}

/** Two viewers side by side that move together, with what differs marked in each. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import '../../../styles/diagram.css';
import type { Change } from './difference';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: Bounds): Bounds;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  scrollToElement(id: string): void;
}

interface Registry {
  get(id: string): unknown;
}

const COLOURS = {
  defaultFillColor: 'var(--card)',
  defaultStrokeColor: 'var(--text)',
  defaultLabelColor: 'var(--text)',
};

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
): Promise<OpenPair> {
  const viewers = containers.map(
    (container) =>
      new NavigatedViewer({ container, zoomScroll: { enabled: false }, bpmnRenderer: COLOURS }),
  );
  const destroy = () => viewers.forEach((viewer) => viewer.destroy());
  try {
    for (const [side, viewer] of viewers.entries()) await viewer.importXML(diagrams[side] as string);
  } catch (error) {
    destroy();
    throw error;
  }
  const canvases = viewers.map((viewer) => viewer.get<Canvas>('canvas'));
  const has = (side: number, id: string) => Boolean(viewers[side]?.get<Registry>('elementRegistry').get(id));
  for (const change of changes) {
    canvases.forEach((canvas, side) => {
      if (has(side, change.id)) canvas.addMarker(change.id, `is-${change.kind}`);
    });
  }
  canvases.forEach((canvas) => canvas.zoom('fit-viewport', 'auto'));
  moveTogether(viewers, canvases);
  let marked = '';
  return {
    show: (id) => {
      canvases.forEach((canvas, side) => {
        if (marked && has(side, marked)) canvas.removeMarker(marked, 'is-chosen');
      });
      marked = id;
      const side = has(1, id) ? 1 : 0;
      canvases.forEach((canvas, place) => {
        if (has(place, id)) canvas.addMarker(id, 'is-chosen');
      });
      if (has(side, id)) canvases[side]?.scrollToElement(id);
    },
    zoom: (step) => canvases[1]?.zoom(Math.min(3, Math.max(0.1, canvases[1].zoom() * 1.25 ** step)), 'auto'),
    fit: () => canvases.forEach((canvas) => canvas.zoom('fit-viewport', 'auto')),
    destroy,
  };
}

function moveTogether(viewers: NavigatedViewer[], canvases: Canvas[]): void {
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

/** Makes the modeler over our vocabulary; everything that draws is loaded with this module. */
import Modeler from 'bpmn-js/lib/Modeler';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import '../../../styles/diagram.css';
import vocabulary from '../../../../../engine/bpmn/guicheng-moddle.json';
import type { StudioFinding } from '../../../api/studio';
import type { Lang } from '../../../lib/format';
import { limits } from './limits';
import { togetherModule } from './together';
import { translator } from './translate';
import type { Canvas, Element, Moddle, Overlays, Registry, Selection } from './types';

const COLOURS = {
  defaultFillColor: 'var(--card)',
  defaultStrokeColor: 'var(--text)',
  defaultLabelColor: 'var(--text)',
};
const STEP = 650;

export function makeModeler(container: HTMLElement, lang: Lang): Modeler {
  return new Modeler({
    container,
    bpmnRenderer: COLOURS,
    moddleExtensions: { guicheng: vocabulary },
    additionalModules: [
      limits as never,
      togetherModule as never,
      { translate: ['value', translator(lang)] } as never,
    ],
  });
}

/** The tools say what they are to whoever points at them, too. */
export function titled(container: HTMLElement): void {
  for (const entry of container.querySelectorAll('.djs-palette .entry')) {
    entry.setAttribute('title', entry.getAttribute('aria-label') ?? '');
  }
}

/** Marks each element of a finding with how many there are. */
export function badge(
  modeler: Modeler,
  findings: StudioFinding[],
  say: (count: number, what: string) => string,
): void {
  const overlays = modeler.get<Overlays>('overlays');
  const registry = modeler.get<Registry>('elementRegistry');
  overlays.remove({ type: 'finding' });
  for (const id of new Set(findings.map((one) => one.element_id ?? ''))) {
    if (!registry.get(id)) continue;
    const found = findings.filter((one) => one.element_id === id);
    const mark = document.createElement('button');
    mark.type = 'button';
    const error = found.some((one) => one.severity === 'error');
    mark.className = error ? 'finding-badge error' : 'finding-badge';
    mark.textContent = String(found.length);
    const name = String(registry.get(id)?.businessObject.name || id);
    mark.title = say(found.length, name);
    mark.setAttribute('aria-label', mark.title);
    mark.addEventListener('click', () => show(modeler, id));
    overlays.add(id, 'finding', { position: { top: -12, left: -12 }, html: mark });
  }
}

/** What the diagram calls the process now. */
export function nameOf(modeler: Modeler | null, process: string): string {
  const definitions = modeler?.getDefinitions() as unknown as Moddle | undefined;
  const found = (definitions?.get('rootElements') as Moddle[] | undefined) ?? [];
  return String(found.find((one) => one.id === process)?.name ?? '');
}

/** Selects the element, or the pool of the process with this id. */
export function show(modeler: Modeler, id: string): void {
  const registry = modeler.get<Registry>('elementRegistry');
  const ofProcess = (one: Element) => (one.businessObject.get('processRef') as Moddle | undefined)?.id === id;
  const element =
    registry.get(id) ?? registry.filter((one) => one.type === 'bpmn:Participant' && ofProcess(one))[0];
  if (!element) return;
  modeler.get<Selection>('selection').select(element);
  modeler.get<Canvas>('canvas').scrollToElement(element);
}

/** Walks the path of a counter-example; at once for whoever asked for less motion. */
export function play(modeler: Modeler, path: string[], at: (name: string) => void): () => void {
  const canvas = modeler.get<Canvas>('canvas');
  const registry = modeler.get<Registry>('elementRegistry');
  const steps = path.filter((id) => registry.get(id));
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  let place = 0;
  const next = () => {
    const id = steps[place];
    if (!id) return;
    if (place && !still) canvas.removeMarker(steps[place - 1] as string, 'is-example-now');
    canvas.addMarker(id, 'is-example');
    canvas.addMarker(id, 'is-example-now');
    const element = registry.get(id);
    if (element && !still) canvas.scrollToElement(element);
    place += 1;
    if (element && !/Flow$/.test(element.type)) at(String(element.businessObject.name || id));
  };
  if (still) steps.forEach(next);
  const timer = window.setInterval(next, STEP);
  return () => {
    window.clearInterval(timer);
    for (const id of steps) {
      if (!registry.get(id)) continue;
      canvas.removeMarker(id, 'is-example');
      canvas.removeMarker(id, 'is-example-now');
    }
  };
}

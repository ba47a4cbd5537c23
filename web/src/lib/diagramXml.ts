/** Reads elements and names in a diagram's XML; puts the English names in the place of the Chinese. */
import type { Lang } from './format';

const NAMESPACE = 'urn:guicheng:bpmn:1';

/** Whether the file has a drawing: a process may be written without one, and that is no fault. */
export function isDrawn(xml: string): boolean {
  return /<([\w-]+:)?BPMNShape[\s>]/.test(xml);
}

function parse(xml: string): XMLDocument {
  return new DOMParser().parseFromString(xml, 'application/xml');
}

export function englishDiagram(xml: string): string {
  const document = parse(xml);
  for (const element of Array.from(document.getElementsByTagName('*'))) {
    const english = element.getAttributeNS(NAMESPACE, 'nameEn');
    if (english) element.setAttribute('name', english);
  }
  return new XMLSerializer().serializeToString(document);
}

/** The names of these elements, each once, in the order asked; nameless ones are left out. Of two
    diagrams with the same id the first one names it. */
export function elementNames(diagrams: string[], ids: string[], lang: Lang): string[] {
  const names = new Map<string, string>();
  for (const xml of diagrams) {
    for (const element of Array.from(parse(xml).querySelectorAll('[id][name]'))) {
      if (!names.has(element.id)) names.set(element.id, nameOf(element, lang));
    }
  }
  return [...new Set(ids)].flatMap((id) => names.get(id) || []);
}

export interface NamedElement {
  id: string;
  name: string;
}

const PLACES = /^(\w*[tT]ask|subProcess|transaction|callActivity|\w*Event)$/;

/** Activities and events that have a name and that control may come to: where it is worth moving. */
export function placesIn(xml: string, lang: Lang): NamedElement[] {
  return named(xml, lang, (kind) => PLACES.test(kind) && kind !== 'boundaryEvent');
}

/** Where control comes to from an element when exactly one flow leaves it; empty otherwise. */
export function followingOf(xml: string, id: string): string {
  const targets = Array.from(parse(xml).getElementsByTagNameNS('*', 'sequenceFlow'))
    .filter((flow) => flow.getAttribute('sourceRef') === id)
    .map((flow) => flow.getAttribute('targetRef') ?? '');
  return targets.length === 1 ? (targets[0] ?? '') : '';
}

export function userTasksIn(xml: string, lang: Lang): NamedElement[] {
  return named(xml, lang, (kind) => kind === 'userTask');
}

function named(xml: string, lang: Lang, wanted: (kind: string) => boolean): NamedElement[] {
  return Array.from(parse(xml).querySelectorAll('[id][name]'))
    .filter((element) => wanted(element.localName))
    .map((element) => ({ id: element.id, name: nameOf(element, lang) }));
}

function nameOf(element: Element, lang: Lang): string {
  const english = lang === 'en' && element.getAttributeNS(NAMESPACE, 'nameEn');
  return english || (element.getAttribute('name') ?? '');
}

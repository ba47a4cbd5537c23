/** Reads names in a diagram's XML, and puts the English ones in the place of the Chinese. */
import type { Lang } from './format';

const NAMESPACE = 'urn:guicheng:bpmn:1';

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

/** The names of these elements, each once, in the order asked; nameless ones are left out. */
export function elementNames(diagrams: string[], ids: string[], lang: Lang): string[] {
  const names = new Map<string, string>();
  for (const xml of diagrams) {
    for (const element of Array.from(parse(xml).querySelectorAll('[id][name]'))) {
      const english = lang === 'en' && element.getAttributeNS(NAMESPACE, 'nameEn');
      names.set(element.id, english || (element.getAttribute('name') ?? ''));
    }
  }
  return [...new Set(ids)].flatMap((id) => names.get(id) || []);
}

/** Puts Chinese into the form editor, whose own words are English only: as they appear, they are
 * replaced, texts and the attributes that people read. */
import sentences from './formSentences.json';
import texts from './formTexts.json';

const WORDS: Record<string, string> = texts;
const READ = ['title', 'placeholder', 'aria-label', 'data-title'];
/** What people have written themselves is never replaced. */
const OWN = '.fjs-form-field-text, .fjs-element .fjs-form-field label, [contenteditable], .cm-editor, pre';

/** Sentences with a name in them, by how they begin. */
const BEGINNINGS: [string, string][] = [
  ['Expression for ', sentences.expressionFor],
  ['Use a unique "key" ', sentences.uniqueKey],
];

export function inChinese(text: string): string | undefined {
  const trimmed = text.trim();
  const begun = BEGINNINGS.find(([start]) => trimmed.startsWith(start));
  const found = WORDS[trimmed] ?? begun?.[1].replace('{}', trimmed.slice(begun[0].length));
  return found && text.replace(trimmed, found);
}

function replaceIn(node: Node): void {
  if (node.nodeType === Node.TEXT_NODE) {
    const found = inChinese(node.nodeValue ?? '');
    if (found && !node.parentElement?.closest(OWN)) node.nodeValue = found;
    return;
  }
  if (!(node instanceof Element)) return;
  for (const name of READ) {
    const found = inChinese(node.getAttribute(name) ?? '');
    if (found) node.setAttribute(name, found);
  }
  node.childNodes.forEach(replaceIn);
}

/** Watches a place until the returned function is called. */
export function keepChinese(place: Element): () => void {
  const watch: MutationObserverInit = {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: READ,
  };
  const observer = new MutationObserver((changes) => {
    observer.disconnect();
    for (const change of changes) {
      replaceIn(change.target);
    }
    observer.observe(place, watch);
  });
  replaceIn(place);
  observer.observe(place, watch);
  return () => observer.disconnect();
}

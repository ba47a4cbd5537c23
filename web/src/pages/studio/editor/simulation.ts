/** Plays tokens through a diagram as drawn, in a viewer of its own; loaded when asked for. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import simulation from 'bpmn-js-token-simulation/lib/viewer';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import '../../../styles/diagram.css';
import type { Lang } from '../../../lib/format';
import texts from './simulationTexts.json';
import type { Services } from './types';
import { look } from './view';

const CHINESE: Record<string, string> = texts;

function retitle(node: Element): void {
  const title = node.getAttribute('title');
  const known = title && CHINESE[title];
  if (known) node.setAttribute('title', known);
  for (const child of node.childNodes) {
    const said = child.nodeType === Node.TEXT_NODE ? CHINESE[child.textContent?.trim() ?? ''] : '';
    if (said) child.textContent = said;
  }
}

/** The simulation has no translations: its words are replaced as they appear. */
function translated(container: HTMLElement): () => void {
  const all = () =>
    container.querySelectorAll('[class^="bts-"], [class*=" bts-"], .bts-log *').forEach(retitle);
  const observer = new MutationObserver(all);
  observer.observe(container, { childList: true, subtree: true });
  all();
  return () => observer.disconnect();
}

export async function simulate(container: HTMLElement, xml: string, lang: Lang): Promise<() => void> {
  const viewer = new NavigatedViewer({ container, additionalModules: [simulation] });
  const stop = lang === 'zh' ? translated(container) : () => {};
  await viewer.importXML(xml);
  look(viewer as unknown as Services); // below half size the buttons that move tokens are not shown
  viewer.get<{ toggleMode: (on: boolean) => void }>('toggleMode').toggleMode(true);
  return () => {
    stop();
    viewer.destroy();
  };
}

// What a person without a mouse, and one who reads what is written, would miss on this page.
(() => {
  const CONTROL = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]';
  // One of these takes the focus for all of its kind; the arrow keys go on from there.
  const ROVING = '[role=tab], [role=radio], [role=option], [role=menuitem], [role=treeitem], [role=gridcell]';
  // Libraries whose own keys or whose own hidden fields stand in for what is clicked.
  const OWN = '.djs-container, .dmn-canvas, .fjs-container, .fjs-editor-container, .ant-select, .ant-picker, .ant-slider, .ant-upload, .ant-segmented, label';
  const KEY = /^[a-z][a-zA-Z]*(\.[a-zA-Z][\w-]*)+$/;
  const FILE = /\.(bpmn|dmn|form|ya?ml|json|pdf|png|zip|csv|xlsx|db)$/;

  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const isReached = (one) => one.tabIndex >= 0 && !one.disabled;
  const name = (one) => one.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
  const clicks = (one) =>
    Object.keys(one).some((key) => key.startsWith('__reactProps') && one[key].onClick && !one.disabled);

  window.unreachable = () =>
    [...document.querySelectorAll('#root *')]
      .filter((one) => clicks(one) && isShown(one) && !one.closest(OWN) && !one.closest('[aria-hidden=true]'))
      .filter((one) => !isReached(one) && !one.matches(ROVING) && !one.closest(CONTROL) && !one.disabled)
      .filter((one) => ![...one.querySelectorAll(CONTROL)].some(isReached))
      .map(name);

  window.rawKeys = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const text = texts.currentNode.data.trim();
      const around = texts.currentNode.parentElement;
      if (KEY.test(text) && !FILE.test(text) && !around.closest('code, pre, script, style, .names')) found.push(text);
    }
    return found;
  };

  // Each stop of the Tab key must look different from what it is without the focus.
  const LOOKS = ['outline', 'boxShadow', 'borderColor', 'backgroundColor', 'textDecoration', 'stroke', 'opacity'];
  const look = (one) => {
    const said = [];
    for (let at = one, up = 0; at && up < 4; at = at.parentElement, up += 1) {
      const style = getComputedStyle(at);
      said.push(LOOKS.map((part) => style[part]).join());
    }
    return said.join('|');
  };
  let stops = new Map();
  document.addEventListener('focusin', ({ target }) => stops.set(target, { with: look(target) }));
  window.forgetStops = () => {
    document.activeElement?.blur();
    stops = new Map();
  };
  const moment = () => new Promise((go) => setTimeout(go, 80));
  // Some show it a moment later: who seemed to show nothing is asked again, without haste.
  const isUnseen = async (one) => {
    one.focus();
    await moment();
    const focused = look(one);
    one.blur();
    await moment();
    return focused === look(one);
  };
  window.stopsOfTab = async () => {
    document.activeElement?.blur(); // or the last stop, and what is around it, would keep its looks
    const unseen = [];
    for (const [one, seen] of [...stops]) {
      if (isShown(one) && seen.with === look(one) && (await isUnseen(one))) unseen.push(name(one));
    }
    return { count: stops.size, unseen };
  };
})();

// Tells when the page stands still: nothing asked that is not answered, nothing drawn just now.
(() => {
  const LOOK = 40; // milliseconds between two looks; nothing may have changed between them
  let open = 0;
  let changes = 0;
  const plain = window.fetch;
  window.fetch = async (...asked) => {
    open += 1;
    try {
      return await plain(...asked);
    } finally {
      open -= 1;
      changes += 1;
    }
  };
  const watch = new MutationObserver(() => {
    changes += 1;
  });
  watch.observe(document, { subtree: true, childList: true });
  const isBusy = () =>
    open > 0 ||
    !document.querySelector('#root > *') ||
    document.querySelector('.ghost, .state .ant-spin');
  // The old page stays, and goes on changing, until the code of the new one is there: the new one
  // has come when the old is gone; where the same page shows another view, at the first change.
  window.moveTo = async (path) => {
    if (location.pathname + location.search === path) return;
    const before = changes;
    const same = new URL(path, location.href).pathname === location.pathname;
    const old = document.querySelector('main > :last-child') ?? document.querySelector('#root > *');
    const stays = () => (same ? changes === before : old?.isConnected);
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
    for (let looks = 0; stays() && looks < 250; looks += 1) {
      await new Promise((go) => setTimeout(go, LOOK));
    }
  };
  window.settled = (looks = 500) =>
    new Promise((resolve, reject) => {
      let seen = changes;
      const look = () => {
        if (!isBusy() && changes === seen) resolve();
        else if (--looks < 0) reject(new Error('Expected the page to stand still'));
        else {
          seen = changes;
          setTimeout(look, LOOK);
        }
      };
      setTimeout(look, LOOK);
    });
})();

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
  // The old page stays until the code of the new one is there: the first change tells that it came.
  window.moveTo = async (path) => {
    const before = changes;
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
    for (let looks = 0; changes === before && looks < 100; looks += 1) {
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

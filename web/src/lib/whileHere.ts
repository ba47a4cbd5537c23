/** Something that is loaded lazily and lives in an element of the page until one leaves. */

interface Lasting {
  destroy: () => void;
}

/**
 * For an effect: loads the code, makes the thing unless one has left meanwhile, hands it over, and
 * takes it back (null) and destroys it at the end, which is what the answer does.
 */
export function whileHere<T extends Lasting>(
  load: () => Promise<() => Promise<T>>,
  here: (made: T | null) => void,
  failed: () => void,
): () => void {
  let left = false;
  let open: T | null = null;
  const show = async () => {
    const make = await load();
    if (left) return;
    const made = await make();
    if (left) return made.destroy();
    open = made;
    here(made);
  };
  show().catch((error: unknown) => {
    console.error(error);
    failed();
  });
  return () => {
    left = true;
    open?.destroy();
    here(null);
  };
}

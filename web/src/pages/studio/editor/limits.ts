/** Offers in the palette and the menus only what the engine runs. */
import type { Services } from './types';

/** Entries of any menu whose names contain these are left out. */
const NOT_RUN = ['script-task', 'group', 'create.data-object', 'conversation', 'transaction.choreography'];

type Entries = Record<string, unknown>;

interface Menus {
  registerProvider(id: string, priority: number, provider: object): void;
}

interface Palette {
  registerProvider(priority: number, provider: object): void;
}

function withoutNotRun(entries: Entries): Entries {
  const kept = Object.entries(entries).filter(
    ([name]) => !NOT_RUN.some((part) => name.includes(part)),
  );
  return Object.fromEntries(kept);
}

/** After all other providers, so that nothing is added behind it. */
const LAST = 100;

class Limits {
  static readonly $inject = ['popupMenu', 'palette'];

  constructor(popupMenu: Menus, palette: Palette) {
    popupMenu.registerProvider('bpmn-replace', LAST, {
      getPopupMenuEntries: () => withoutNotRun,
    });
    palette.registerProvider(LAST, { getPaletteEntries: () => withoutNotRun });
  }
}

export const limits = { __init__: ['guichengLimits'], guichengLimits: ['type', Limits] };
export type { Services };

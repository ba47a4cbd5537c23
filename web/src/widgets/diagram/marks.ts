/** What is marked on a drawing; without the code that draws. */

/** A call activity whose called process can be stepped into. */
export interface Call {
  id: string;
  /** The key of what it calls. */
  to: string;
  text: string;
  /** Instead of it while control is in what it calls. */
  withinText: string;
  label: string;
}

export interface DiagramMarks {
  current: string[];
  /** Call activities with control in what they call. */
  within: string[];
  done: string[];
  taken: string[];
  hereText: string;
  withinText: string;
  calls: Call[];
}

/** These elements alone, each with the badge. */
export function marked(current: string[], badge: string): DiagramMarks {
  return { current, within: [], done: [], taken: [], hereText: badge, withinText: '', calls: [] };
}

/** What another owner saved while one was drawing: who, when, and what differs. */
import type { StudioDraft } from '../../../api/studio';
import { studio } from '../../../api/studio';
import { compareDiagrams, type Change } from '../compare/difference';

export interface Theirs {
  draft: StudioDraft;
  text: string;
  /** What they changed since the version that both began with. */
  changes: Change[];
}

export async function theirs(of: string, name: string, before: string): Promise<Theirs> {
  const draft = await studio.draft(of);
  const text = draft.files.find((one) => one.name === name)?.text ?? '';
  return { draft, text, changes: text ? (await compareDiagrams(before, text)).changes : [] };
}

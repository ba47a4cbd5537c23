/** What a form to start with begins with: an earlier request, a draft, or nothing. */
import type { Variables } from '../../api/types';
import type { Draft } from '../../lib/draft';

export type Beginning = 'draft' | 'copy';

/** The data to begin with; `null` while somebody has to say which, so that neither is lost. */
export function beginsWith(
  copied: Variables | null,
  draft: Draft | null,
  chosen: Beginning | null,
): Variables | null {
  if (!copied || !draft) return copied ?? draft?.data ?? {};
  if (!chosen) return null;
  return chosen === 'copy' ? copied : draft.data;
}

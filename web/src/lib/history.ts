/** Picks from a case's history what people did and what they said. */
import type { HistoryEntry, Variables, WorkItem } from '../api/types';

const STEPS = new Set([
  'InstanceStarted',
  'WorkItemCompleted',
  'OpinionGiven',
  'ApprovalDecided',
  'SignerAdded',
  'SignerRemoved',
  'WorkItemTransferred',
  'WorkItemDelegated',
  'WorkItemAppointed',
  'IncidentRaised',
  'IncidentResolved',
  'InstanceCompleted',
  'InstanceTerminated',
  'InstanceQuarantined',
]);

/** The entries that a person asks about first: who did what, what went wrong, how it ended. */
export function peopleSteps(entries: HistoryEntry[]): HistoryEntry[] {
  return entries.filter((entry) => STEPS.has(entry.type));
}

const OPINION = /(^|_)(opinion|comment|remark)$/;

/** What was filled in when a step was completed. */
export function filledData(data: Variables | null): Variables {
  const filled = data?.data ?? {};
  const isContext = typeof filled === 'object' && filled !== null && !Array.isArray(filled);
  return isContext ? filled : {};
}

/** What somebody wrote as an opinion when completing a step. */
export function opinionOf(data: Variables | null): string {
  const texts = Object.entries(filledData(data))
    .filter(([name, value]) => OPINION.test(name) && typeof value === 'string')
    .map(([, value]) => String(value).trim());
  return texts.filter(Boolean).join('\n');
}

/** The digest of the picture that somebody signed with, if any. */
export function signatureOf(data: Variables | null): string {
  const digest = data?.signature;
  return typeof digest === 'string' ? digest : '';
}

/** How many milliseconds the step lay with people before it was done; null for any other entry. */
export function tookOf(entry: HistoryEntry, items: WorkItem[]): number | null {
  if (entry.type !== 'WorkItemCompleted') return null;
  const id = entry.data?.work_item_id;
  const item = items.find((one) => one.id === id);
  if (!item?.ended_at) return null;
  return Date.parse(item.ended_at) - Date.parse(item.created_at);
}

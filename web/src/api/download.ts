/** Files that the server makes on request: fetched, so that a refusal can be said, then saved. */
import { problemOf, Problem } from './client';

/** Saves the answer under this name. Throws `Problem`. */
export async function fileOf(address: string, name: string): Promise<void> {
  const answer = await fetch(address, { credentials: 'same-origin' }).catch(() => {
    throw new Problem(0, '', '');
  });
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => null));
  const made = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = made;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(made), 10_000);
}

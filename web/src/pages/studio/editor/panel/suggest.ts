/** Which names could be meant by the word that is being written. */

export interface Suggested {
  name: string;
  said: string;
}

export interface Suggestion extends Suggested {
  /** The whole text once the name is taken. */
  text: string;
}

const MOST = 8;
const WORD = /[\p{L}_][\p{L}\p{N}_.]*$/u;

/** Names that begin with the word before the caret come first, then those said with it. */
export function suggest(text: string, caret: number, names: Suggested[]): Suggestion[] {
  const before = text.slice(0, caret);
  const word = WORD.exec(before)?.[0] ?? '';
  if (!word || /"[^"]*$/.test(before.replace(/"[^"]*"/g, ''))) return [];
  const low = word.toLowerCase();
  const begins = names.filter((one) => one.name.toLowerCase().startsWith(low));
  const contains = names.filter(
    (one) => !begins.includes(one) && (one.name.toLowerCase().includes(low) || one.said.includes(word)),
  );
  const found = [...begins, ...contains].slice(0, MOST);
  if (found.some((one) => one.name === word)) return [];
  const [start, end] = [before.slice(0, before.length - word.length), text.slice(caret)];
  return found.map((one) => ({ ...one, text: start + one.name + end }));
}

/** Which lines of two texts differ: a longest common subsequence, shown with a little around it. */

export interface Line {
  kind: 'same' | 'added' | 'removed' | 'gap';
  text: string;
}

const AROUND = 2;
const MOST = 4_000;

/** Every line of both texts in order. Very long texts are told as wholly replaced. */
export function compareLines(before: string, after: string): Line[] {
  const left = before.split('\n');
  const right = after.split('\n');
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  const same = (text: string): Line => ({ kind: 'same', text });
  return [
    ...left.slice(0, start).map(same),
    ...middle(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...left.slice(left.length - end).map(same),
  ];
}

function middle(left: string[], right: string[]): Line[] {
  const removed = left.map((text): Line => ({ kind: 'removed', text }));
  const added = right.map((text): Line => ({ kind: 'added', text }));
  if (left.length * right.length > MOST * MOST || !left.length || !right.length) {
    return [...removed, ...added];
  }
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      lines.push({ kind: 'same', text: left[i] as string });
      i += 1;
      j += 1;
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) {
      lines.push({ kind: 'removed', text: left[i] as string });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: right[j] as string });
      j += 1;
    }
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
}

/** Without what is the same, but for a few lines around each difference. */
export function shortened(lines: Line[]): Line[] {
  const near = new Set<number>();
  lines.forEach((line, place) => {
    if (line.kind === 'same') return;
    for (let at = place - AROUND; at <= place + AROUND; at += 1) near.add(at);
  });
  const found: Line[] = [];
  lines.forEach((line, place) => {
    if (near.has(place)) found.push(line);
    else if (found.length === 0 || found.at(-1)?.kind !== 'gap') found.push({ kind: 'gap', text: '' });
  });
  return found;
}

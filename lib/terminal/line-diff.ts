/** Differences between two texts, line by line, as GNU diff finds and prints them. */

export interface LineChange {
  /** First changed line on each side, from 0, and how many. */
  readonly oldAt: number;
  readonly oldCount: number;
  readonly newAt: number;
  readonly newCount: number;
}

export const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** By the longest common subsequence. */
export function compareLines(old: readonly string[], next: readonly string[]): LineChange[] {
  const width = next.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] as number;
      const right = lengths[i * width + j + 1] as number;
      lengths[i * width + j] =
        old[i] === next[j] ? (lengths[(i + 1) * width + j + 1] as number) + 1 : Math.max(below, right);
    }
  }
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    const [oldAt, newAt] = [i, j];
    while ((i < old.length || j < next.length) && !(i < old.length && j < next.length && old[i] === next[j])) {
      const below = i < old.length ? (lengths[(i + 1) * width + j] as number) : -1;
      const right = j < next.length ? (lengths[i * width + j + 1] as number) : -1;
      if (below >= right) i++;
      else j++;
    }
    if (i > oldAt || j > newAt) changes.push({ oldAt, oldCount: i - oldAt, newAt, newCount: j - newAt });
    i++;
    j++;
  }
  return changes;
}

/** Hunks with `context` lines around them, without the two head lines. */
export function unifiedText(
  changes: readonly LineChange[],
  old: readonly string[],
  next: readonly string[],
  context: number,
): string {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.oldAt - (last.oldAt + last.oldCount) <= context * 2) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks.map((hunk) => hunkText(hunk, old, next, context)).join('');
}

function hunkText(
  hunk: readonly LineChange[],
  old: readonly string[],
  next: readonly string[],
  context: number,
): string {
  const [first, last] = [hunk[0] as LineChange, hunk.at(-1) as LineChange];
  const before = Math.min(context, first.oldAt);
  const after = Math.min(context, old.length - (last.oldAt + last.oldCount));
  const [oldStart, newStart] = [first.oldAt - before, first.newAt - before];
  const oldCount = last.oldAt + last.oldCount + after - oldStart;
  const newCount = last.newAt + last.newCount + after - newStart;
  let body = '';
  let at = oldStart;
  const keep = (to: number) => {
    for (; at < to; at++) body += ` ${old[at]}\n`;
  };
  for (const change of hunk) {
    keep(change.oldAt);
    body += old
      .slice(at, at + change.oldCount)
      .map((line) => `-${line}\n`)
      .join('');
    at += change.oldCount;
    body += next
      .slice(change.newAt, change.newAt + change.newCount)
      .map((line) => `+${line}\n`)
      .join('');
  }
  keep(at + after);
  const range = (start: number, count: number) =>
    count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`;
  return `@@ -${range(oldStart, oldCount)} +${range(newStart, newCount)} @@\n${body}`;
}

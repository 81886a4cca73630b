/** The order of keys in kubectl's YAML: letters after everything else, runs of digits as numbers. */

const isDigit = (char: string | undefined) => char !== undefined && char >= '0' && char <= '9';
const isLetter = (char: string) => /\p{L}/u.test(char);

function readNumber(chars: readonly string[], from: number, start: number): { value: number; end: number } {
  let value = start;
  let end = from;
  for (; isDigit(chars[end]); end++) value = value * 10 + Number(chars[end]);
  return { value, end };
}

/** A zero inside a number that began earlier counts. */
function startOf(a: readonly string[], b: readonly string[], at: number): number {
  if (a[at] !== '0' && b[at] !== '0') return 0;
  for (let back = at - 1; back >= 0 && isDigit(a[back]); back--) if (a[back] !== '0') return 1;
  return 0;
}

/** Models: go-yaml's keyList. */
export function compareKeys(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  const at = a.findIndex((char, index) => index >= b.length || char !== b[index]);
  const [x, y] = [a[at], b[at]];
  if (at < 0 || x === undefined || y === undefined) return a.length - b.length;
  if (isLetter(x) !== isLetter(y)) return isLetter(y) ? -1 : 1;
  if (isLetter(x)) return x < y ? -1 : 1;
  const start = startOf(a, b, at);
  const m = readNumber(a, at, start);
  const n = readNumber(b, at, start);
  if (m.value !== n.value) return m.value - n.value;
  if (m.end !== n.end) return m.end - n.end;
  return x < y ? -1 : 1;
}

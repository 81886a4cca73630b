/** IPv6 addresses as 128-bit numbers and back. Models: https://www.rfc-editor.org/rfc/rfc4291#section-2.2, https://www.rfc-editor.org/rfc/rfc5952 */

const GROUPS = 8;
const GROUP_BITS = 16n;
const LAST_GROUP = 0xffffn;

/** Undefined when the text is no IPv6 address. A dotted tail (`::ffff:10.0.0.1`) is one; a zone (`%eth0`) is not. */
export function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [groupsOf(halves[0] as string), groupsOf(halves[1] ?? '')];
  if (!head || !tail || (halves.length === 2 && hasDots(halves[0] as string))) return undefined;
  const missing = GROUPS - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...new Array<number>(Math.max(0, missing)).fill(0), ...tail]) {
    value = (value << GROUP_BITS) | BigInt(group);
  }
  return value;
}

function hasDots(text: string): boolean {
  return text.includes('.');
}

/** The 16-bit groups on one side of `::`; the last may be two, written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (hasDots(part) && index === parts.length - 1) {
      const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(part)?.slice(1);
      if (!octets || octets.some((octet) => Number(octet) > 255 || /^0\d/.test(octet))) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** Lower case, no leading zeros, the longest run of at least two zero groups (the first of equals) as `::`. */
export function formatIpv6(value: bigint): string {
  const groups = listGroups(value);
  let [from, length] = [-1, 1];
  for (let at = 0; at < GROUPS; at++) {
    let end = at;
    while (end < GROUPS && groups[end] === 0) end++;
    if (end - at > length) [from, length] = [at, end - at];
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return from < 0 ? text(groups) : `${text(groups.slice(0, from))}::${text(groups.slice(from + length))}`;
}

/** Most significant first. */
function listGroups(value: bigint): number[] {
  const groups: number[] = [];
  for (let at = GROUPS - 1; at >= 0; at--) groups.push(Number((value >> (BigInt(at) * GROUP_BITS)) & LAST_GROUP));
  return groups;
}

/** All 32 digits, most significant first: how ip6.arpa spells an address backwards. */
export function hexDigits(value: bigint): string {
  return value.toString(16).padStart(32, '0');
}

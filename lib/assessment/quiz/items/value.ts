/** A number, a range, a port or an address, typed. */
import { z } from 'zod';
import { parseAnyCidr } from '../../../world/net/cidr.ts';
import { canonicalIp } from '../../../world/net/ip.ts';
import { defineItemKind } from '../item-kind.ts';
import type { ItemOf } from '../schema.ts';

type Kind = ItemOf<'value'>['kind'];

export const value = defineItemKind({
  type: 'value',
  show: ({ kind, unit }) => ({ type: 'value', kind, ...(unit ? { unit } : {}) }),
  answer: ({ kind }) =>
    z.strictObject({
      value: z
        .string()
        .trim()
        .max(80)
        .refine((text) => canonical(kind, text) !== undefined, { message: EXPECTED[kind] }),
    }),
  mark({ kind, answer, unit, tolerance = 0, near, explanation }, _seed, given) {
    const typed = canonical(kind, given.value);
    const key = canonical(kind, answer);
    const isRight =
      kind === 'number' ? Math.abs(Number(typed) - Number(key)) <= tolerance + Number.EPSILON : typed === key;
    const known = near.find((one) => canonical(kind, one.value) === typed);
    const note = {
      text: given.value,
      chosen: true,
      right: isRight,
      because: isRight ? explanation : (known?.because ?? ''),
    };
    return { share: isRight ? 1 : 0, key: unit ? `${answer} ${unit}` : answer, notes: [note] };
  },
  lint({ kind, answer, near }) {
    const key = canonical(kind, answer);
    return [
      ...(key === undefined ? [`answer: ${EXPECTED[kind]}`] : []),
      ...near.flatMap(({ value: wrong }) => {
        const canonicalWrong = canonical(kind, wrong);
        if (canonicalWrong === undefined) return [`near: “${wrong}”: ${EXPECTED[kind]}`];
        return canonicalWrong === key ? [`near: “${wrong}” is the answer`] : [];
      }),
    ];
  },
});

const EXPECTED: Readonly<Record<Kind, string>> = {
  number: 'expected a number, such as 30 or 1.5',
  cidr: 'expected a range, such as 10.0.0.0/16',
  port: 'expected a port, 1 to 65535',
  address: 'expected an IP address, such as 10.0.1.20',
};

/** Nothing when the text is no such value. */
function canonical(kind: Kind, text: string): string | undefined {
  const trimmed = text.trim().replace(/(\d)[,_ ](?=\d{3}\b)/g, '$1');
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(trimmed) ? String(Number(trimmed)) : undefined;
  if (kind === 'port')
    return /^\d{1,5}$/.test(trimmed) && isPort(Number(trimmed)) ? String(Number(trimmed)) : undefined;
  if (kind === 'address') return canonicalIp(trimmed);
  const [address = ''] = trimmed.split('/');
  const cidr = parseAnyCidr(trimmed);
  return cidr ? `${canonicalIp(address)}/${cidr.bits}` : undefined;
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}

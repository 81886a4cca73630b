/** Writing protocol buffers: fields one after the other. Models: https://protobuf.dev/programming-guides/encoding/ */

const LENGTH_DELIMITED = 2;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** A message or text of that number; nothing for what is not there. */
export function field(number: number, value: Buffer | string | undefined): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/** `true` of that number; a false one is not written. */
export const flag = (number: number, value: boolean): Buffer =>
  value ? Buffer.concat([varint(number * 8), varint(1)]) : Buffer.alloc(0);

/** Each of a list under the same number. */
export const fields = (number: number, values: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(values.map((value) => field(number, value)));

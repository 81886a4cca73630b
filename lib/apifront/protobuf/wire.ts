/** The bytes of protocol buffers: numbers and pieces. Models: https://protobuf.dev/programming-guides/encoding/ */

export interface Piece {
  readonly field: number;
  /** A number for varints and fixed ones, bytes for what has a length. */
  readonly value: number | Uint8Array;
}

/** Thrown for bytes that are no message; the decoder's edge catches it. */
export class WireError extends Error {}

const MAX_VARINT_BYTES = 10;

/** Two's complement of 64 bits, as Go writes negative numbers. */
function readVarint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0n;
  for (let n = 0; n < MAX_VARINT_BYTES; n++) {
    const byte = bytes[start + n];
    if (byte === undefined) break;
    value |= BigInt(byte & 0x7f) << BigInt(7 * n);
    if (byte < 0x80) return { value: Number(BigInt.asIntN(64, value)), next: start + n + 1 };
  }
  throw new WireError('a number has no end');
}

/** Splits a message into its pieces. Throws WireError. */
export function readPieces(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const field = Math.floor(tag.value / 8);
    const { value, next } = readVarint(bytes, tag.next);
    switch (tag.value % 8) {
      case 0:
        pieces.push({ field, value });
        at = next;
        break;
      case 2:
        if (value < 0 || next + value > bytes.length) throw new WireError('a piece is longer than its message');
        pieces.push({ field, value: bytes.subarray(next, next + value) });
        at = next + value;
        break;
      default:
        throw new WireError(`no such wire type: ${tag.value % 8}`);
    }
  }
  return pieces;
}

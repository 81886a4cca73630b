/** The last text of one terminal, for a page that connects later. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export interface Scrollback {
  write(text: string): void;
  text(): string;
  /** Takes less memory until it is used again. */
  rest(): void;
}

/** Characters kept a terminal; xterm shows about 1,000 lines of it. */
const LIMIT = 128 * 1024;

export function createScrollback(initial: string): Scrollback {
  let packed: Uint8Array | undefined;
  let chunks = [initial];
  let length = initial.length;
  const cut = () => {
    const all = chunks.join('').slice(-LIMIT);
    // Starts at a line, so that no escape sequence is cut in two.
    const text = all.slice(all.indexOf('\n') + 1);
    chunks = [text];
    length = text.length;
  };
  const wake = () => {
    if (packed) chunks = [inflateRawSync(packed).toString('utf8')];
    packed = undefined;
  };
  return {
    write(text) {
      wake();
      chunks.push(text);
      length += text.length;
      if (length > 2 * LIMIT) cut();
    },
    text() {
      wake();
      if (chunks.length > 1) chunks = [chunks.join('')];
      return chunks[0] ?? '';
    },
    rest() {
      // A copy: what zlib answers is the beginning of a much larger buffer.
      packed ??= new Uint8Array(deflateRawSync(chunks.join('')));
      chunks = [];
    },
  };
}

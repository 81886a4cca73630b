/**
 * As much of SPDY/3.1 as kubectl's tunnel of forwarded ports needs: streams that the client opens, with headers, bytes
 * both ways and ends. No library serves it: those that exist want the headers of HTTP, which these streams do not have.
 *
 * Models: https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/
 * Differs: no flow control, as its one client has none (https://github.com/moby/spdystream).
 */
import { Duplex } from 'node:stream';
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';

export interface SpdyStream {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Duplex;
}

const VERSION = 3;
const FRAME = { synStream: 1, synReply: 2, reset: 3, ping: 6, goAway: 7 } as const;
const FIN = 1;
const HEAD = 8;
/** More in one frame ends the connection. */
const MAX_FRAME = 3 * 1024 * 1024;

/** Serves one connection over `socket`: bytes in, bytes out. Ends the socket at what it cannot read. */
export function serveSpdy(socket: Duplex, onStream: (stream: SpdyStream) => void): void {
  const streams = new Map<number, Duplex>();
  const headers = new HeaderCodec();
  let waiting = Buffer.alloc(0);
  let work = Promise.resolve();
  const control = (type: number, body: Buffer) => {
    const head = Buffer.alloc(HEAD);
    head.writeUInt16BE(0x8000 | VERSION, 0);
    head.writeUInt16BE(type, 2);
    head.writeUInt32BE(body.length, 4);
    socket.write(Buffer.concat([head, body]));
  };
  const open = async (body: Buffer) => {
    const id = body.readUInt32BE(0) & 0x7fffffff;
    const given = await headers.read(body.subarray(10));
    const bytes = createStream(socket, id, () => streams.delete(id));
    streams.set(id, bytes);
    control(FRAME.synReply, Buffer.concat([number(id), await headers.none()]));
    onStream({ headers: given, bytes });
  };
  const take = async (head: Buffer, body: Buffer) => {
    const first = head.readUInt32BE(0);
    if (first < 0x80000000) {
      const bytes = streams.get(first);
      if (body.length > 0) bytes?.push(body);
      if ((head[4] ?? 0) & FIN) bytes?.push(null);
      return;
    }
    const type = first & 0xffff;
    if (type === FRAME.synStream) await open(body);
    else if (type === FRAME.ping) control(FRAME.ping, body);
    else if (type === FRAME.reset) streams.get(body.readUInt32BE(0) & 0x7fffffff)?.destroy();
    else if (type === FRAME.goAway) socket.end();
  };
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const length = waiting.length < HEAD ? 0 : waiting.readUInt32BE(4) & 0xffffff;
      if (length > MAX_FRAME) return void socket.destroy();
      if (waiting.length < HEAD + length || waiting.length < HEAD) return;
      const [head, body] = [waiting.subarray(0, HEAD), waiting.subarray(HEAD, HEAD + length)];
      waiting = waiting.subarray(HEAD + length);
      // One after the other: the headers of all streams share one dictionary that grows.
      work = work.then(() => take(head, body)).catch(() => void socket.destroy());
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const bytes of streams.values()) bytes.destroy();
    headers.close();
  });
}

function createStream(socket: Duplex, id: number, over: () => void): Duplex {
  const frame = (flags: number, bytes: Buffer) => {
    const head = Buffer.concat([number(id), number(bytes.length)]);
    head[4] = flags;
    socket.write(Buffer.concat([head, bytes]));
  };
  let ended = false;
  const end = () => {
    if (!ended && socket.writable) frame(FIN, Buffer.alloc(0));
    ended = true;
  };
  return new Duplex({
    read() {},
    write(chunk: Buffer, _, done) {
      frame(0, chunk);
      done();
    },
    final(done) {
      end();
      done();
    },
    destroy(_, done) {
      over();
      end();
      done(null);
    },
  });
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Header blocks of one connection: one compression in each direction, flushed after every block. */
class HeaderCodec {
  readonly #inflate: Inflate = createInflate({ dictionary: DICTIONARY });
  readonly #deflate: Deflate = createDeflate({ dictionary: DICTIONARY });

  async read(block: Buffer): Promise<Record<string, string>> {
    const plain = await through(this.#inflate, block);
    const headers: Record<string, string> = {};
    let at = 4;
    const text = () => {
      const length = plain.readUInt32BE(at);
      at += 4 + length;
      return plain.toString('utf8', at - length, at);
    };
    for (let left = plain.readUInt32BE(0); left > 0; left--) headers[text().toLowerCase()] = text();
    return headers;
  }

  none(): Promise<Buffer> {
    return through(this.#deflate, number(0));
  }

  close(): void {
    this.#inflate.close();
    this.#deflate.close();
  }
}

function through(codec: Inflate | Deflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const collect = (part: Buffer) => parts.push(part);
    codec.on('data', collect);
    codec.once('error', reject);
    codec.write(bytes);
    codec.flush(constants.Z_SYNC_FLUSH, () => {
      codec.off('data', collect);
      codec.off('error', reject);
      resolve(Buffer.concat(parts));
    });
  });
}

const WORDS =
  'options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status|200 OK|version HTTP/1.1 url public set-cookie keep-alive origin';
const REST =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';

/** The dictionary of the protocol's draft: words behind their lengths, then a text. */
const DICTIONARY = Buffer.concat([
  ...WORDS.split('|')
    .flatMap((part) => (part === '200 OK' ? [part] : part.split(' ')))
    .map((word) => Buffer.concat([number(word.length), Buffer.from(word)])),
  Buffer.from(REST),
]);

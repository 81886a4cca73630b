/** A process that asks one path again and again over TLS connections that stay open, and times each answer, or holds streams open. */
import { connect, type TLSSocket } from 'node:tls';

/** What the benchmark sends to this process. */
export interface Asking {
  readonly port: number;
  readonly authority: string;
  /** Whole text of one request. */
  readonly request: string;
  readonly connections: number;
  /** Requests a second, spread evenly; as many as there is room for when absent. */
  readonly rate?: number;
  readonly forMs: number;
}

export interface Asked {
  /** Of each answer, in the order in which they came. */
  readonly latenciesMs: readonly number[];
  readonly tookMs: number;
  /** CPU of this process meanwhile. */
  readonly cpuMs: number;
}

/** Opens that many streams more and keeps them. */
export interface Holding extends Pick<Asking, 'port' | 'authority' | 'request' | 'connections'> {
  readonly hold: true;
}

export type Order = Asking | Holding;

const END_OF_HEAD = Buffer.from('\r\n\r\n');

function open({ port, authority }: Pick<Asking, 'port' | 'authority'>): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', ca: authority, servername: 'localhost' }, () => resolve(socket));
    socket.on('error', reject);
    socket.setNoDelay(true);
  });
}

/** Sends one request; resolves when its whole answer is there. */
function ask(socket: TLSSocket, request: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing: number | undefined;
    let head: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      if (missing === undefined) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const at = head.indexOf(END_OF_HEAD);
        if (at < 0) return;
        const text = head.toString('latin1', 0, at);
        if (!text.startsWith('HTTP/1.1 200')) return reject(new Error(text));
        missing = Number(/content-length: (\d+)/i.exec(text)?.[1]) - (head.length - at - END_OF_HEAD.length);
      } else missing -= chunk.length;
      if (missing > 0) return;
      socket.off('data', onData);
      resolve();
    };
    socket.on('data', onData);
    socket.write(request);
  });
}

async function run(asking: Asking): Promise<Asked> {
  const sockets = await Promise.all(Array.from({ length: asking.connections }, () => open(asking)));
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const everyMs = asking.rate === undefined ? 0 : (1000 * asking.connections) / asking.rate;
  const one = async (socket: TLSSocket, index: number) => {
    for (let n = 0; ; n++) {
      const dueMs = start + everyMs * (n + index / asking.connections);
      const wait = dueMs - performance.now();
      if (everyMs > 0 && wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
      const before = performance.now();
      if (before - start > asking.forMs) return;
      await ask(socket, asking.request);
      latenciesMs.push(performance.now() - before);
    }
  };
  await Promise.all(sockets.map(one));
  for (const socket of sockets) socket.destroy();
  const { user, system } = process.cpuUsage(cpu);
  return { latenciesMs, tookMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}

/** Every stream has begun to answer. */
async function hold(holding: Holding): Promise<void> {
  const held = await Promise.all(Array.from({ length: holding.connections }, () => open(holding)));
  await Promise.all(
    held.map((socket) => {
      const begun = new Promise((resolve) => socket.once('data', resolve));
      socket.write(holding.request);
      return begun;
    }),
  );
  for (const socket of held) socket.resume();
}

process.on('message', async (order: Order) => {
  if ('hold' in order) {
    await hold(order);
    process.send?.('Held');
  } else process.send?.(await run(order));
});

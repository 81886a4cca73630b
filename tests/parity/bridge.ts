/** The product's HTTP front over the worlds of this process. */
import { createServer } from 'node:https';
import { openCertificates } from '../../lib/apifront/certificates.ts';
import { createFront } from '../../lib/apifront/front.ts';
import type { Client, ClientSink } from '../../lib/apifront/port.ts';
import { PREFIX } from '../../lib/apifront/target.ts';
import { asText, Streams } from '../../lib/sitting/foreign.ts';
import { findNextTimer } from '../../lib/world/sim/clock.ts';
import type { World } from '../../lib/world/world.ts';
import { runInside } from './inside.ts';

const TICK_MS = 15;
/** Every world is a holder of this name, told apart by its token: so discovery is cached once for all. */
const HOLDER = 'parity';

export interface Bridge {
  readonly url: string;
  /** PEM. */
  readonly authority: string;
  /** The token under which requests reach `world` from now on. */
  serve(world: World): string;
  drop(token: string): void;
  close(): Promise<void>;
}

/** A client that asks so seldom waits for something: drain looks for its pods each second. */
const WAITING_MS = 900;
const WAITED_FOR = /\/pods\/[^/]+(?:\/eviction)?$/;

/** Lets pass in the world what passed on the wall while a client waited to ask for a pod again. */
function letPass(world: World, path: string, asked: WeakMap<World, number>): void {
  const before = asked.get(world) ?? Date.now();
  asked.set(world, Date.now());
  const gap = Date.now() - before;
  if (gap >= WAITING_MS && WAITED_FOR.test(path)) world.advance(gap);
}

/** While a stream is open the world goes from timer to timer, so that nobody waits for it. */
function connect(world: World, sink: ClientSink, asked: WeakMap<World, number>): Client {
  const streams = new Streams({ data: (_, text) => sink.data(text), ended: () => sink.ended() });
  const timer = setInterval(() => {
    if (streams.size === 0) return;
    const next = findNextTimer(world.state);
    if (next) world.advance(Math.max(0, next.dueMs - world.nowMs()));
    streams.tell();
  }, TICK_MS);
  return {
    async request(cluster, request) {
      letPass(world, request.path, asked);
      if (request.method === 'GET') return streams.look(world, cluster, request, 0);
      const answer = world.request(cluster, request);
      if ('watch' in answer) throw new Error('only a GET watches');
      return asText(answer);
    },
    async exec(call) {
      const { cluster, namespace, pod, container, argv } = call;
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
      const answer = world.request(cluster, { method: 'POST', path, query: { container, command: argv.join(' ') } });
      if (!('watch' in answer) && answer.status !== 101) return asText(answer);
      const heard = { out: (text: string) => sink.text('out', text), err: (text: string) => sink.text('err', text) };
      void runInside(world, call, heard).then((exitCode) => sink.exited(exitCode));
      return undefined;
    },
    converse: () => Promise.reject(new Error('no line of this suite forwards a port')),
    keys: () => undefined,
    resize: () => undefined,
    gone() {
      clearInterval(timer);
      streams.endAll();
    },
  };
}

/** `folder` takes the authority's key and certificate. */
export async function openBridge(folder: string): Promise<Bridge> {
  const worlds = new Map<string, World>();
  const asked = new WeakMap<World, number>();
  const front = createFront({
    async find(_, token) {
      const world = worlds.get(token);
      return world && { connect: (sink) => connect(world, sink, asked) };
    },
    onTrouble: (error) => console.error(error),
  });
  const { authority, certificate, key } = await openCertificates(folder, []);
  const server = createServer({ cert: certificate, key }, (request, response) => {
    if (!front.handle(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!front.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  let count = 0;
  return {
    url: `https://127.0.0.1:${port}${PREFIX}/${HOLDER}/main`,
    authority,
    serve: (world) => {
      const token = `world-${count++}`;
      worlds.set(token, world);
      return token;
    },
    drop: (token) => void worlds.delete(token),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

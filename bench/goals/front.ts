/** The HTTP front under load: one object, a table of fifty pods, and what an open watch occupies. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enginePort } from '../../lib/apifront/engine-port.ts';
import type { Client } from '../../lib/apifront/port.ts';
import { type Served, serveWorld } from '../../lib/cli/served-world.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import type { Figure } from '../harness/figure.ts';
import { heapOf, residentOf } from '../harness/heap.ts';
import { type Contestant, interleave, ROUNDS } from '../harness/interleave.ts';
import { ROOT } from '../peers/judges.ts';
import type { Asked, Order } from '../scenes/front-client.ts';
import { buildShop, type Shop } from '../scenes/shop.ts';
import type { Goal } from './goal.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const CONNECTIONS = 4;
const WATCHES = 200;
const ROUND_MS = 1_000;

const ONE = { path: '/api/v1/namespaces/shop/services/orders', accept: 'application/json' };
const PODS = '/api/v1/namespaces/shop/pods';
const LIST = { path: `${PODS}?limit=500`, accept: TABLE };

export const front: Goal = {
  name: 'front',
  async measure() {
    const shop = buildShop();
    const folder = mkdtempSync(join(tmpdir(), 'bench-front-'));
    const served = await serveWorld(shop.start.at(Date.now() - shop.start.nowMs()), { port: 0, folder });
    const client = fork(join(ROOT, 'dist/bench-front-client.mjs'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    try {
      return [
        ...(await load(served, client, 'GET of one object', ONE, 2_000)),
        ...(await load(served, client, 'a table of 50 pods', LIST, 300)),
        await watches(shop),
        await connections(served, client, shop),
      ];
    } finally {
      client.kill();
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** CPU of this process a request, asked for as fast as it goes; then the latencies at the wanted rate. */
async function load(
  served: Served,
  client: ChildProcess,
  what: string,
  asked: typeof ONE,
  rate: number,
): Promise<Figure[]> {
  const ask = (wanted?: number) => round(served, client, asked, wanted);
  const [flat, paced] = await interleave([
    contestant(async () => {
      const cpu = process.cpuUsage();
      const { latenciesMs } = await ask();
      const { user, system } = process.cpuUsage(cpu);
      return [(user + system) / 1000 / latenciesMs.length];
    }),
    contestant(async () => [...(await ask(rate)).latenciesMs]),
  ]);
  if (!flat || !paced) throw new Error('a contestant is missing');
  const over = `over TLS, ${CONNECTIONS} connections that stay open`;
  return [
    {
      goal: 'front',
      what: `${what}, ${over}: CPU of the server a request`,
      unit: 'ms',
      ours: flat,
      limits: [{ on: 'rate', goal: rate, floor: rate / 4 }],
      note: 'CPU time, so that the rate is that of one core of its own',
    },
    {
      goal: 'front',
      what: `${what}, ${over}: latency at ${rate} a second`,
      unit: 'ms',
      ours: paced,
      limits: [{ on: 'p99', goal: 20, floor: 200 }],
    },
  ];
}

function contestant(round: () => Promise<number[]>): Contestant {
  return { warmUp: async () => void (await round()), round };
}

function round(served: Served, client: ChildProcess, asked: typeof ONE, rate?: number): Promise<Asked> {
  const order = { ...request(served, asked), connections: CONNECTIONS, forMs: ROUND_MS };
  return tell<Asked>(client, rate === undefined ? order : { ...order, rate });
}

function request(served: Served, { path, accept }: typeof ONE) {
  const head = [
    `GET ${new URL(served.url).pathname}/main${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${served.token}`,
    `Accept: ${accept}`,
  ];
  const { port } = served.server.address() as AddressInfo;
  return { port, authority: served.authority, request: `${head.join('\r\n')}\r\n\r\n` };
}

function tell<T>(client: ChildProcess, order: Order): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the client of the front ended'));
    client.once('exit', ended);
    client.once('message', (answer) => {
      client.off('exit', ended);
      resolve(answer as T);
    });
    client.send(order);
  });
}

/** The whole process: an open connection is Node's objects and, outside of the heap, what OpenSSL keeps for it. */
async function connections(served: Served, client: ChildProcess, { start }: Shop): Promise<Figure> {
  const rounds: number[][] = [];
  const { metadata } = (start.discover('main', { method: 'GET', path: PODS }) as { body: PodList }).body;
  const path = `${PODS}?watch=true&resourceVersion=${metadata.resourceVersion}`;
  const watch = request(served, { path, accept: 'application/json' });
  const occupied = () => residentOf(WATCHES, () => tell(client, { hold: true, connections: WATCHES, ...watch }));
  for (let n = 0; n <= ROUNDS; n++) {
    const kib = await occupied();
    // The first ones lie where the load before them lay.
    if (n > 0) rounds.push([kib]);
  }
  return {
    goal: 'front',
    what: `an open watch of 50 pods with its TLS connection, ${WATCHES} more each round`,
    unit: 'KiB',
    ours: { rounds },
    limits: [{ on: 'p50', goal: 20, floor: 200 }],
    note: 'the whole process, with what OpenSSL keeps for a connection outside of the heap',
  };
}

interface PodList {
  readonly metadata: { readonly resourceVersion: string };
}

/** Watches of all pods of the namespace, as an engine holds them; the connection is the client's and Node's. */
async function watches({ variant, start }: Shop): Promise<Figure> {
  const nothing = () => {};
  const listener = {
    text: nothing,
    rows: nothing,
    view: nothing,
    graded: nothing,
    note: nothing,
    files: nothing,
    edit: nothing,
    restarted: nothing,
  };
  const host: Host = { breathe: async () => {}, wallMs: () => 0, everyQuarterSecond: () => nothing };
  const { listener: foreign, portOf } = enginePort();
  const engine = await Engine.open({ variant, start }, 0, [], host, listener, foreign);
  const port = portOf(engine);
  const open = async (): Promise<Client> => {
    const client = port.connect({ data: nothing, ended: nothing, text: nothing, exited: nothing });
    const query = { watch: 'true' };
    await client.request('main', { method: 'GET', path: '/api/v1/namespaces/shop/pods', query });
    return client;
  };
  const rounds: number[][] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const clients: Client[] = [];
    rounds.push([
      await heapOf(WATCHES, async () => {
        const client = await open();
        clients.push(client);
        return client;
      }),
    ]);
    for (const client of clients) client.gone();
  }
  return {
    goal: 'front',
    what: 'an open watch of 50 pods',
    unit: 'KiB',
    ours: { rounds },
    limits: [{ on: 'p50', goal: 20, floor: 100 }],
    note: 'heap and buffers of the engine; the TLS connection is not in it',
  };
}

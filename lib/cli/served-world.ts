/** The clusters of a world behind the HTTP front, in this process. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { openCertificates } from '../apifront/certificates.ts';
import { enginePort } from '../apifront/engine-port.ts';
import { createFront } from '../apifront/front.ts';
import { kubeconfig as makeKubeconfig } from '../apifront/kubeconfig.ts';
import { PREFIX } from '../apifront/target.ts';
import { newToken } from '../apifront/token.ts';
import type { Variant } from '../assessment/labs/variant.ts';
import { Engine, type Host } from '../sitting/engine.ts';
import type { World } from '../world/world.ts';
import { UsageError } from './outcome.ts';

const HOLDER = 'local';

export interface ServeOptions {
  readonly port: number;
  readonly folder: string;
}

export interface Served {
  readonly server: Server;
  readonly engine: Engine;
  /** Of the holder; a cluster's name follows it. */
  readonly url: string;
  readonly token: string;
  /** PEM. */
  readonly authority: string;
  /** The text of a kubeconfig with a context for each cluster. */
  readonly kubeconfig: string;
  /** Ends every connection too, those that changed their protocol included. */
  close(): Promise<void>;
}

/** `port` 0 takes a free one; `folder` holds the authority that vouches for the server. Throws a `UsageError` when the port is taken. */
export async function serveWorld(world: World, { port, folder }: ServeOptions): Promise<Served> {
  const { listener, portOf } = enginePort();
  const engine = await openEngine(world, listener);
  const clusters = portOf(engine);
  const token = newToken();
  const front = createFront({
    find: async (holder, given) => (holder === HOLDER && given === token ? clusters : undefined),
    findForAccounts: async (holder) => (holder === HOLDER ? clusters : undefined),
    onTrouble: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const { authority, certificate, key } = await openCertificates(folder, []);
  const server = createServer({ cert: certificate, key }, (request, response) => {
    if (!front.handle(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!front.upgrade(request, socket, head)) socket.destroy();
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await listen(server, port);
  const url = `https://localhost:${(server.address() as AddressInfo).port}${PREFIX}/${HOLDER}`;
  return {
    server,
    engine,
    url,
    token,
    authority,
    kubeconfig: makeKubeconfig({ url, token, authority, clusters: world.clusterNames() }),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
      await engine.close();
    },
  };
}

/** The world with this machine's clock: what time it is there, is what time it is here. */
function openEngine(world: World, listener: Parameters<typeof Engine.open>[5]): Promise<Engine> {
  const host: Host = {
    breathe: () => new Promise((resume) => setImmediate(resume)),
    wallMs: () => Date.now(),
    everyQuarterSecond(tick) {
      const timer = setInterval(tick, 250);
      return () => clearInterval(timer);
    },
  };
  const silent = {
    text() {},
    rows() {},
    view() {},
    graded() {},
    note() {},
    files() {},
    edit() {},
    restarted() {},
  };
  return Engine.open(
    { variant: noLab(world.seed), start: world },
    Date.now() - world.nowMs(),
    [],
    host,
    silent,
    listener,
  );
}

/** A sitting over a world without a task. */
function noLab(seed: number): Variant {
  return {
    name: 'serve',
    version: '',
    seed,
    values: {},
    lab: {
      id: '00000000-0000-4000-8000-000000000000',
      title: 'serve',
      topic: 'clusterip',
      level: 'senior',
      minutes: 1,
      status: 'draft',
      objectives: [],
      vars: {},
      tasks: [],
      gates: [],
      perturbations: [],
    },
    world: { nodes: 4, zones: 2, serviceCidr: '172.20.0.0/16', addons: {}, internet: [], clusters: [] },
    objects: [],
    clusters: {},
    faults: [],
    brief: '',
    hints: {},
    explain: '',
    solution: '',
    wrong: [],
    homeFiles: {},
    usedVariables: new Set(),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(error.code === 'EADDRINUSE' ? new UsageError(`--port: port ${port} is in use`) : error),
    );
    server.listen(port, 'localhost', done);
  });
}

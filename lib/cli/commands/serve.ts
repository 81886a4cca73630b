import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { openCertificates } from '../../apifront/certificates.ts';
import { enginePort } from '../../apifront/engine-port.ts';
import { createFront } from '../../apifront/front.ts';
import { kubeconfig } from '../../apifront/kubeconfig.ts';
import { PREFIX } from '../../apifront/target.ts';
import { newToken } from '../../apifront/token.ts';
import type { Variant } from '../../assessment/labs/variant.ts';
import { Engine, type Host } from '../../sitting/engine.ts';
import type { World } from '../../world/world.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { manifestWorld } from '../manifest-world.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';

const HOLDER = 'local';

export const serve: Verb = {
  words: 'serve',
  usage: 'serve -f FILE… [--port P] [--kubeconfig PATH] [--seed N] [--as-given]',
  says: 'Serves the Kubernetes API of the cluster of these manifests to your own kubectl, helm or client library, until Ctrl-C.\nWrites a kubeconfig (hoplab.kubeconfig unless --kubeconfig says where) with a token that ends with the server.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      filename: { type: 'string', short: 'f', multiple: true },
      port: { type: 'string' },
      kubeconfig: { type: 'string' },
      seed: { type: 'string' },
      'as-given': { type: 'boolean' },
    });
    const seed = wholeNumber(values.seed, '--seed', 1);
    const port = wholeNumber(values.port, '--port', 0);
    if (port > 65_535) throw new UsageError(`--port: expected at most 65535, got ${port}`);
    const world = manifestWorld(values.filename ?? [], values['as-given'] ? 'AsGiven' : 'Reconciled', seed);
    const path = resolve(values.kubeconfig ?? 'hoplab.kubeconfig');
    const server = await serveWorld(world, port, path);
    io.out(words(path));
    await untilSignal(server);
    return EXIT.ok;
  },
};

function words(path: string): string {
  return `The cluster is served. In another terminal:\n\n  export KUBECONFIG=${path}\n  kubectl get pods -A\n\nCtrl-C ends it.\n`;
}

async function serveWorld(world: World, port: number, path: string): Promise<Server> {
  const { listener, portOf } = enginePort();
  const clusters = portOf(await openEngine(world, listener));
  const token = newToken();
  const front = createFront({
    find: async (holder, given) => (holder === HOLDER && given === token ? clusters : undefined),
    onTrouble: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
  });
  const { authority, certificate, key } = await openCertificates(join(homedir(), '.hoplab', 'tls'), []);
  const server = createServer({ cert: certificate, key }, (request, response) => {
    if (!front.handle(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!front.upgrade(request, socket, head)) socket.destroy();
  });
  await listen(server, port);
  const url = `https://localhost:${(server.address() as AddressInfo).port}${PREFIX}/${HOLDER}`;
  writeFileSync(path, kubeconfig({ url, token, authority, clusters: world.clusterNames() }), { mode: 0o600 });
  return server;
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
    world: { nodes: 4, zones: 2, clusters: [] },
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

function untilSignal(server: Server): Promise<void> {
  return new Promise((done) => {
    const stop = () => {
      server.closeAllConnections();
      server.close(() => done());
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** The custom server: builds the Host, answers what must be fast by itself and leaves the pages to Next. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import createNext from 'next';
import { type ClusterListener, openClusterListener } from './lib/server/clusterlistener.ts';
import { openDatabase } from './lib/server/database.ts';
import { setHost } from './lib/server/host.ts';
import { createSecurityHeaders } from './lib/server/securityheaders.ts';
import { createService } from './lib/server/service.ts';
import { createSittingPages } from './lib/server/sittingpage.ts';
import { createStaticFiles } from './lib/server/staticfiles.ts';

export interface ServerOptions {
  /** The folder of the project: prisma/, .next/ and labs/ are there. */
  readonly root: string;
  readonly mode: 'production' | 'development';
  /** Resolves when the pages are built; the database is opened meanwhile. */
  readonly pagesBuilt: Promise<void>;
}

/** Starts the server and resolves when it answers. Reads PORT, HOST, HOPLAB_DATA and DATABASE_URL. */
export async function startServer({ root, mode, pagesBuilt }: ServerOptions): Promise<void> {
  const port = readPort('PORT', process.env.PORT);
  const server = createServer();
  const phase: { now: Phase } = { now: 'starting' };
  let open: (handle: Handle) => void = () => undefined;
  const opened = new Promise<Handle>((resolve) => {
    open = resolve;
  });
  server.on('request', (request, response) => {
    if (answerProbe(request, response, phase.now)) return;
    opened.then((handle) => handle(request, response)).catch((error: unknown) => fail(response, error));
  });
  await listen(server, port, process.env.HOST);
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const dataFolder = resolve(process.env.HOPLAB_DATA ?? join(root, '.hoplab'));
  const [database, next] = await Promise.all([
    openDatabase({
      url: process.env.DATABASE_URL,
      folder: dataFolder,
      migrations: join(root, 'prisma/migrations'),
      holder: `process ${process.pid}, ${url}`,
    }),
    pagesBuilt.then(() => preparePages(root, mode, server, port)),
  ]);
  const clusters = await openClusters(port, join(dataFolder, 'tls'));
  const service = createService({ root, database, dataFolder, environment: process.env, reach: clusters.reach });
  clusters.serve(service.front);
  const pages = next.getRequestHandler();
  const setSecurityHeaders = createSecurityHeaders(mode, join(root, '.next/server/app'));
  const sendStatic = createStaticFiles([
    { prefix: TERMINAL_SCRIPTS, folder: join(root, 'dist/page') },
    ...(mode === 'production' ? [{ prefix: '/_next/static/', folder: join(root, '.next/static') }] : []),
  ]);
  setHost({
    database,
    ready: () => phase.now === 'ready',
    terminalScript: TERMINAL_SCRIPTS + findScript(root, 'terminal'),
  });
  const sittingPages = mode === 'production' ? openSittingPages(root, server) : undefined;
  server.on('upgrade', (request, socket, head) => {
    if (clusters.behindProxy && service.front.upgrade(request, socket, head)) return;
    service.api.upgrade(request, socket, head);
  });
  open(async (request, response) => {
    if (clusters.behindProxy && service.front.handle(request, response)) return;
    const nonce = setSecurityHeaders(request, response);
    if (sendStatic(request, response) || service.api.handle(request, response)) return;
    service.api.prepare(request);
    if (!(await sittingPages?.handle(request, response, nonce))) await pages(request, response);
  });
  phase.now = 'ready';
  stopOnSignal(server, phase, async () => {
    clusters.close();
    await service.shutdown();
    await database.close();
  });
  process.stdout.write(
    `Hoplab is ready at ${url}\nData: ${database.place}\nKubernetes APIs of labs: ${clusters.reach.url}\n`,
  );
}

const TERMINAL_SCRIPTS = '/terminal/';

/** The file in dist/page that was bundled from `entry`. */
function findScript(root: string, entry: string): string {
  const name = readdirSync(join(root, 'dist/page')).find(
    (file) => file.startsWith(`${entry}.`) && file.endsWith('.js'),
  );
  if (!name) throw new Error(`dist/page has no script ${entry}: \`npm start\` makes it.`);
  return name;
}

function openSittingPages(root: string, server: Server) {
  return createSittingPages({
    self: () => addressOf(server),
    startScript: readFileSync(join(root, 'dist/page', findScript(root, 'start')), 'utf8').trim(),
    onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
  });
}

/** Where the server answers itself, whatever `HOST` is. */
function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  if (address === '::' || address === '0.0.0.0') return `http://localhost:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Beside the pages' port unless `HOPLAB_API_PORT` says where. */
async function openClusters(pagesPort: number, folder: string): Promise<ClusterListener> {
  const { HOPLAB_API_PORT, PUBLIC_URL, HOST } = process.env;
  const port = HOPLAB_API_PORT ? readPort('HOPLAB_API_PORT', HOPLAB_API_PORT) : besidePort(pagesPort);
  try {
    return await openClusterListener({ publicUrl: PUBLIC_URL, port, host: HOST, folder });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new StartError(`Port ${port} (the Kubernetes API of labs) is in use. Choose another: HOPLAB_API_PORT`);
  }
}

const API_PORT_AWAY = 443;

/** Any free one where the pages have any, or stand too high. */
function besidePort(pagesPort: number): number {
  return pagesPort === 0 || pagesPort + API_PORT_AWAY > 65_535 ? 0 : pagesPort + API_PORT_AWAY;
}

async function preparePages(dir: string, mode: ServerOptions['mode'], httpServer: Server, port: number) {
  const next = createNext({ dev: mode === 'development', dir, httpServer, port });
  await next.prepare();
  return next;
}

type Phase = 'starting' | 'ready' | 'draining';
type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function fail(response: ServerResponse, error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('This page failed on our side. Reload it; if it fails again, tell us what you did before.\n');
}

function readPort(name: string, text: string | undefined): number {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new StartError(`${name} is not a port: ${text}`);
  return port;
}

/** A start that cannot succeed for a reason the person can change. */
class StartError extends Error {
  readonly code = 'StartError';
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`)
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
}

/** /healthz: the process answers. /readyz: it takes work. */
function answerProbe(request: IncomingMessage, response: ServerResponse, phase: Phase): boolean {
  if (request.url !== '/healthz' && request.url !== '/readyz') return false;
  const isUp = request.url === '/healthz' || phase === 'ready';
  response.writeHead(isUp ? 200 : 503, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(isUp ? 'ok\n' : `${phase}\n`);
  return true;
}

const DRAIN_MS = 5_000;

/** Takes no more work, ends open requests within `DRAIN_MS`, writes what is left. */
function stopOnSignal(server: Server, phase: { now: Phase }, shutdown: () => Promise<void>): void {
  const stop = async () => {
    phase.now = 'draining';
    setTimeout(() => process.exit(1), 2 * DRAIN_MS).unref();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    server.closeIdleConnections();
    const closed = new Promise((resolve) => server.close(resolve));
    await shutdown();
    server.closeIdleConnections();
    await Promise.race([closed, delay(DRAIN_MS)]);
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

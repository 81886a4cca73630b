/**
 * Connections that change their protocol: exec and attach over WebSocket channels, port-forward.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/remotecommand/constants.go (v4, v5),
 * https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/util/wsstream/conn.go
 * Differs: SPDY is refused; kubectl has spoken WebSocket since 1.30.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ExecCall } from '../sitting/exec.ts';
import type { Principal } from '../world/apiserver/request.ts';
import { checkPod } from './account.ts';
import { attachmentOf, tellEnd } from './attachment.ts';
import { Channels, EXEC_PROTOCOLS, refusedBy, START_SIZE } from './channels.ts';
import { forwardChannels, forwardTunnel, TUNNEL } from './forward.ts';
import { LogChannels } from './log-channels.ts';
import type { ClientSink, ClusterPort } from './port.ts';
import { Refused } from './request.ts';
import { badRequest, type Refusal, statusText, unavailable } from './status.ts';
import type { Target } from './target.ts';

/** kubectl's name of its tunnel has a slash, which the library holds to be malformed. */
const TUNNEL_TOKEN = 'portforward.k8s.io.tunnel';
const POD_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|attach|portforward)$/;

/** A connection that is told nothing. */
const SILENT: ClientSink = { data() {}, ended() {}, text() {}, exited() {} };

/** Who came in: the holder, or a service account as itself. */
export interface Entered {
  readonly port: ClusterPort;
  readonly principal?: Principal;
}

type Enter = (request: IncomingMessage, target: Target) => Promise<Entered>;

export function createUpgrades(enter: Enter, onTrouble: (error: unknown) => void) {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 3 * 1024 * 1024,
    handleProtocols: (offered) => [TUNNEL_TOKEN, ...EXEC_PROTOCOLS].find((name) => offered.has(name)) ?? false,
  });
  sockets.on('headers', (headers) => {
    const at = headers.indexOf(`Sec-WebSocket-Protocol: ${TUNNEL_TOKEN}`);
    if (at >= 0) headers[at] = `Sec-WebSocket-Protocol: ${TUNNEL}`;
  });
  const forward = async (
    port: ClusterPort,
    request: IncomingMessage,
    target: Target,
    pod: { readonly namespace: string; readonly pod: string },
    socket: Duplex,
    head: Buffer,
  ) => {
    const ports = portsOf(target);
    const client = port.connect(SILENT);
    const path = target.path.replace(/\/portforward$/, '');
    const found = await client.request(target.cluster, { method: 'GET', path });
    if (found.kind === 'Answer' && found.status !== 200) throw refusedBy(found);
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    request.headers['sec-websocket-protocol'] = offered.replace(TUNNEL, TUNNEL_TOKEN);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('close', () => client.gone());
      // A frame that cannot be read: the library closes the connection, and there is nobody to tell.
      ws.on('error', () => client.gone());
      const to = { cluster: target.cluster, ...pod };
      if (ws.protocol === TUNNEL_TOKEN) forwardTunnel(ws, client, to);
      else forwardChannels(ws, client, to, ports);
    });
  };
  return (request: IncomingMessage, target: Target, socket: Duplex, head: Buffer): void => {
    const open = async () => {
      const { port, principal } = await enter(request, target);
      const [, namespace = '', pod = '', verb] = POD_PATH.exec(decoded(target.path)) ?? [];
      if (principal && verb) await checkPod(port, principal, target.cluster, { namespace, name: pod }, verb);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw await refusalOfSpdy(port, target, verb);
      if (verb === 'portforward') return forward(port, request, target, { namespace, pod }, socket, head);
      if (!verb) throw new Refused(badRequest(`not modelled: an upgrade of ${target.path}`));
      const where = { cluster: target.cluster, namespace, pod };
      const channels = verb === 'exec' ? execOf(target, where) : await attachOf(port, target, where);
      await channels.start(port);
      sockets.handleUpgrade(request, socket, head, (ws) => channels.attach(ws));
    };
    open().catch((error: unknown) => {
      if (error instanceof Refused) return refuseSocket(socket, error.refusal);
      refuseSocket(socket, unavailable('this sitting cannot answer now'));
      onTrouble(error);
    });
  };
}

function refuseSocket(socket: Duplex, refusal: Refusal): void {
  const body = refusal.reason === 'AsAnswered' ? refusal.message : statusText(refusal);
  const head = `HTTP/1.1 ${refusal.code} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
  socket.end(head + body);
}

type Where = Pick<ExecCall, 'cluster' | 'namespace' | 'pod'>;

function execOf({ query }: Target, where: Where): Channels {
  const call = {
    ...where,
    container: query.get('container') ?? '',
    argv: query.getAll('command'),
    stdin: '',
    ...(query.get('tty') === 'true' ? { tty: START_SIZE } : {}),
  };
  return new Channels({ call, input: query.get('stdin') === 'true' });
}

async function attachOf(port: ClusterPort, { cluster, path, query }: Target, where: Where) {
  const client = port.connect(SILENT);
  const podPath = path.replace(/\/attach$/, '');
  const found = await client.request(cluster, { method: 'GET', path: podPath });
  if (found.kind !== 'Answer' || found.status !== 200) throw refusedBy(found as Parameters<typeof refusedBy>[0]);
  const attachment = attachmentOf(found.text, query.get('container'));
  if (attachment.kind === 'Refused') throw new Refused(attachment.refusal);
  const { container } = attachment;
  const input = query.get('stdin') === 'true';
  if (attachment.kind === 'Log' || !input) return new LogChannels({ cluster, podPath, container });
  const tty = attachment.tty && query.get('tty') === 'true';
  const call = { ...where, container, argv: attachment.argv, stdin: '', ...(tty ? { tty: START_SIZE } : {}) };
  const ended = (exitCode: number) => tellEnd(client, cluster, podPath, container, exitCode);
  return new Channels({ call, input, ended });
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    throw new Refused(badRequest(`the path ${JSON.stringify(path)} cannot be read`));
  }
}

/** Models: https://github.com/kubernetes/kubelet/blob/v0.35.0/pkg/cri/streaming/portforward/websocket.go (NewV4Options) */
function portsOf({ query }: Target): number[] {
  return query
    .getAll('ports')
    .flatMap((text) => text.split(','))
    .map((text) => {
      const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
      if (port < 1 || port > 65_535) throw new Refused(badRequest(`unable to parse ${JSON.stringify(text)} as a port`));
      return port;
    });
}

/** kubectl tries SPDY when its WebSocket was refused, and tells the answer to that: the same refusal then. */
async function refusalOfSpdy(port: ClusterPort, { cluster, path, query }: Target, verb: string | undefined) {
  const asked =
    verb === 'exec'
      ? ({ method: 'POST', path, query: Object.fromEntries(query) } as const)
      : ({ method: 'GET', path: path.replace(/\/\w+$/, '') } as const);
  const client = port.connect(SILENT);
  const answer = await client.request(cluster, asked);
  client.gone();
  if (answer.kind === 'Answer' && answer.status >= 400) return refusedBy(answer);
  return new Refused(badRequest('not modelled: SPDY; use a client that speaks WebSocket, as kubectl does since 1.30'));
}

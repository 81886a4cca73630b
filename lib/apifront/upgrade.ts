/**
 * Connections that change their protocol: exec and attach over WebSocket channels, port-forward.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/remotecommand/constants.go (v4, v5),
 * https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/util/wsstream/conn.go
 * Differs: SPDY is refused; kubectl has spoken WebSocket since 1.30.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ExecCall } from '../sitting/exec.ts';
import { speaksBytes } from '../terminal/tar.ts';
import { forwardChannels, forwardTunnel, TUNNEL } from './forward.ts';
import type { Client, ClientSink, ClusterPort } from './port.ts';
import { Refused } from './request.ts';
import { badRequest, type Refusal, statusText, unavailable } from './status.ts';
import type { Target } from './target.ts';

const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
/** kubectl's name of its tunnel has a slash, which the library holds to be malformed. */
const TUNNEL_TOKEN = 'portforward.k8s.io.tunnel';
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const POD_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|attach|portforward)$/;
const START_SIZE = { columns: 80, rows: 24 };
/** How the runtime says that a command cannot be started: to the client, and on no stream of the command's. */
const NOT_STARTED = 'error: Internal error occurred:';
/** The older protocol cannot say that input has ended: when nothing more comes for this long, it has, ms. */
const QUIET_MS = 250;

/** A connection that is told nothing. */
const SILENT: ClientSink = { data() {}, ended() {}, text() {}, exited() {} };

type Enter = (request: IncomingMessage, target: Target) => Promise<ClusterPort>;

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
    const client = port.connect(SILENT);
    const path = target.path.replace(/\/portforward$/, '');
    const found = await client.request(target.cluster, { method: 'GET', path });
    if (found.kind === 'Answer' && found.status !== 200) throw refusedBy(found);
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    request.headers['sec-websocket-protocol'] = offered.replace(TUNNEL, TUNNEL_TOKEN);
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('close', () => client.gone());
      const to = { cluster: target.cluster, ...pod };
      if (ws.protocol === TUNNEL_TOKEN) forwardTunnel(ws, client, to);
      else
        forwardChannels(
          ws,
          client,
          to,
          target.query.getAll('ports').flatMap((text) => text.split(',').map(Number)),
        );
    });
  };
  return (request: IncomingMessage, target: Target, socket: Duplex, head: Buffer): void => {
    const open = async () => {
      const port = await enter(request, target);
      const [, namespace = '', pod = '', verb] = POD_PATH.exec(decodeURI(target.path)) ?? [];
      if (request.headers.upgrade?.toLowerCase() !== 'websocket')
        throw new Refused(
          badRequest('not modelled: SPDY; use a client that speaks WebSocket, as kubectl does since 1.30'),
        );
      if (verb === 'portforward') return forward(port, request, target, { namespace, pod }, socket, head);
      if (verb !== 'exec') throw new Refused(badRequest(`not modelled: an upgrade of ${target.path}`));
      const channels = new Channels(target, { namespace, pod });
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

/** One command and its channels. */
class Channels implements ClientSink {
  readonly #target: Target;
  readonly #call: ExecCall;
  readonly #waitsForInput: boolean;
  /** How the text of standard input and output stands for bytes. */
  readonly #encoding: 'utf8' | 'latin1';
  #client: Client | undefined;
  #socket: WebSocket | undefined;
  #early: Buffer[] = [];
  #input: Buffer[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #said = '';
  #exitCode: number | undefined;

  constructor(target: Target, { namespace, pod }: { namespace: string; pod: string }) {
    const { query, cluster } = target;
    const tty = query.get('tty') === 'true';
    this.#target = target;
    this.#waitsForInput = query.get('stdin') === 'true' && !tty;
    this.#call = {
      cluster,
      namespace,
      pod,
      container: query.get('container') ?? '',
      argv: query.getAll('command'),
      stdin: '',
      ...(tty ? { tty: START_SIZE } : {}),
    };
    this.#encoding = speaksBytes(this.#call.argv) && !tty ? 'latin1' : 'utf8';
  }

  /** Throws when the API refuses; a command with input on a pipe is started when all of it is there. */
  async start(port: ClusterPort): Promise<void> {
    this.#client = port.connect(this);
    if (this.#waitsForInput) await this.#ask();
    else await this.#exec('');
  }

  attach(socket: WebSocket): void {
    this.#socket = socket;
    for (const frame of this.#early.splice(0)) socket.send(frame);
    socket.on('message', (data) => this.#receive(data as Buffer));
    socket.on('close', () => this.#client?.gone());
    socket.on('error', () => this.#client?.gone());
    if (this.#exitCode !== undefined) this.#end(this.#exitCode);
  }

  text(channel: 'out' | 'err', text: string): void {
    if (channel === 'err' && text.startsWith(NOT_STARTED)) {
      this.#said = text;
      return;
    }
    this.#send(channel === 'out' ? CHANNEL.stdout : CHANNEL.stderr, text);
  }

  exited(exitCode: number): void {
    this.#exitCode = exitCode;
    if (this.#socket) this.#end(exitCode);
  }

  data(): void {}

  ended(): void {
    this.#socket?.close(1001);
  }

  /** Whether the API would let the command run. */
  async #ask(): Promise<void> {
    const { cluster, path, query } = this.#target;
    const request = { method: 'POST', path, query: Object.fromEntries(query) } as const;
    const answered = await this.#client?.request(cluster, request);
    if (answered?.kind === 'Answer' && answered.status !== 101) throw refusedBy(answered);
  }

  async #exec(stdin: string): Promise<void> {
    const answered = await this.#client?.exec({ ...this.#call, stdin });
    if (answered?.kind === 'Answer') throw refusedBy(answered);
  }

  #receive(frame: Buffer): void {
    const rest = frame.subarray(1);
    switch (frame[0]) {
      case CHANNEL.stdin:
        if (this.#waitsForInput) this.#collect(rest);
        else this.#client?.keys(rest.toString('utf8'));
        return;
      case CHANNEL.resize:
        this.#resize(rest.toString('utf8'));
        return;
      case CHANNEL.close:
        if (this.#waitsForInput) this.#inputEnded();
        return;
      default:
    }
  }

  #collect(bytes: Buffer): void {
    this.#input.push(bytes);
    clearTimeout(this.#quiet);
    if (this.#socket?.protocol !== EXEC_PROTOCOLS[0]) this.#quiet = setTimeout(() => this.#inputEnded(), QUIET_MS);
  }

  #inputEnded(): void {
    const text = Buffer.concat(this.#input.splice(0)).toString(this.#encoding);
    this.#exec(text).catch(() => this.#socket?.close(1011));
  }

  #resize(text: string): void {
    const [, width] = /"Width":(\d{1,3})\b/.exec(text) ?? [];
    const [, height] = /"Height":(\d{1,3})\b/.exec(text) ?? [];
    if (width && height) this.#client?.resize(Number(width), Number(height));
  }

  #send(channel: number, text: string): void {
    const encoding = channel === CHANNEL.stdout ? this.#encoding : 'utf8';
    const frame = Buffer.concat([Buffer.from([channel]), Buffer.from(text, encoding)]);
    if (this.#socket) this.#socket.send(frame);
    else this.#early.push(frame);
  }

  #end(exitCode: number): void {
    this.#send(CHANNEL.error, JSON.stringify(outcome(exitCode, this.#said)));
    this.#socket?.close(1000);
  }
}

/** Models: https://github.com/kubernetes/kubelet/blob/v0.35.0/pkg/cri/streaming/remotecommand/exec.go (ServeExec) */
function outcome(exitCode: number, said: string): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  const failure = { metadata: {}, status: 'Failure' };
  if (exitCode < 0) {
    const message = said.replace(/^error: /, '').trimEnd();
    return { ...failure, message, reason: 'InternalError', details: { causes: [{ message }] }, code: 500 };
  }
  return {
    ...failure,
    message: `command terminated with non-zero exit code: error executing command, exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

function refusedBy({ status, text }: { readonly status: number; readonly text: string }): Refused {
  return new Refused({ code: status, reason: 'AsAnswered', message: text });
}

/**
 * `kubectl port-forward`: bytes of real connections, taken to a pod of the world. Each connection is read as HTTP and
 * becomes conversations that begin in the pod itself, as the kubelet's do.
 *
 * Models: https://github.com/kubernetes/kubelet/blob/v0.35.0/pkg/cri/streaming/portforward
 * Differs: HTTP only; any other protocol is refused by name.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket } from 'ws';
import type { HttpExchange } from '../world/http/exchange.ts';
import type { Client } from './port.ts';
import { serveSpdy } from './spdy.ts';

export const TUNNEL = 'SPDY/3.1+portforward.k8s.io';

/** What is forwarded to. */
export interface ForwardTarget {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
}

/** One forwarded connection: its bytes, and where a failure is told. */
interface Wire {
  readonly port: number;
  readonly data: Duplex;
  fail(message: string): void;
}

const MAX_BODY = 1024 * 1024;

/** Streams within one SPDY connection within a WebSocket, as kubectl has it since 1.31. */
export function forwardTunnel(socket: WebSocket, client: Client, target: ForwardTarget): void {
  const errors = new Map<string, Duplex>();
  serveSpdy(createWebSocketStream(socket), ({ headers, bytes }) => {
    const { streamtype, port, requestid = '' } = headers;
    bytes.on('error', () => undefined);
    if (streamtype === 'error') {
      errors.set(requestid, bytes);
      bytes.resume();
      return;
    }
    const told = errors.get(requestid);
    errors.delete(requestid);
    const fail = (message: string) => void told?.end(message);
    carry({ port: Number(port), data: bytes, fail }, client, target, () => told?.end());
  });
}

/** Two channels for each port: bytes and errors; each begins with the port's number. Older clients speak so. */
export function forwardChannels(
  socket: WebSocket,
  client: Client,
  target: ForwardTarget,
  ports: readonly number[],
): void {
  const say = (channel: number, bytes: Buffer) => socket.send(Buffer.concat([Buffer.from([channel]), bytes]));
  const wires = ports.map((port, index) => {
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    say(2 * index, number);
    say(2 * index + 1, number);
    const data = new Duplex({
      read() {},
      write(bytes: Buffer, _, done) {
        say(2 * index, bytes);
        done();
      },
    });
    carry({ port, data, fail: (message) => say(2 * index + 1, Buffer.from(message)) }, client, target, () => undefined);
    return data;
  });
  socket.on('message', (frame: Buffer) => {
    const channel = frame[0] ?? 0;
    if (channel % 2 === 0) wires[channel / 2]?.push(frame.subarray(1));
  });
  socket.on('close', () => {
    for (const data of wires) data.destroy();
  });
}

/** Reads the connection as HTTP. */
function carry(wire: Wire, client: Client, target: ForwardTarget, over: () => void): void {
  const server: Server = createServer((request, response) => {
    exchange(wire, client, target, request, response).catch(() => wire.data.destroy());
  });
  server.on('clientError', (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith('HPE_')) wire.fail(`not modelled: port ${wire.port} is forwarded for HTTP only`);
    wire.data.destroy();
  });
  wire.data.on('close', over);
  server.emit('connection', wire.data);
}

async function exchange(
  { port, data, fail }: Wire,
  client: Client,
  { cluster, namespace, pod }: ForwardTarget,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const call = {
    method: request.method ?? 'GET',
    url: `http://127.0.0.1:${port}${request.url ?? '/'}`,
    headers,
    ...(body === '' ? {} : { body }),
  };
  const answer = await client.converse({ kind: 'http', from: { cluster, pod: { namespace, name: pod } }, call });
  if (answer.outcome === 'Response') return reply(response, answer);
  fail(failure(answer, port, pod));
  data.destroy();
}

function reply(response: ServerResponse, { status, headers, body }: HttpExchange): void {
  for (const [name, value] of headers) {
    if (!/^(?:content-length|transfer-encoding|connection)$/i.test(name)) response.appendHeader(name, value);
  }
  response.statusCode = status;
  response.end(body);
}

/** Models: https://github.com/containerd/containerd/blob/v2.1.0/internal/cri/server/sandbox_portforward_linux.go */
function failure({ outcome, says }: HttpExchange, port: number, pod: string): string {
  if (outcome === 'NotModelled') return says;
  const why = outcome === 'Refused' ? 'connection refused' : 'connection timed out';
  return `error forwarding port ${port} to pod ${pod}, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace, IPv4: dial tcp4 127.0.0.1:${port}: connect: ${why}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error(`a forwarded body is larger than ${MAX_BODY}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

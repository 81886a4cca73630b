/**
 * One command in a container and its channels over a WebSocket.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/remotecommand/constants.go (v4, v5)
 */
import type { WebSocket } from 'ws';
import type { ExecCall } from '../sitting/exec.ts';
import { speaksBytes } from '../terminal/tar.ts';
import type { Client, ClientSink, ClusterPort } from './port.ts';
import { Refused } from './request.ts';

export const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
export const START_SIZE = { columns: 80, rows: 24 };
/** How the runtime says that a command cannot be started: to the client, and on no stream of the command's. */
const NOT_STARTED = 'error: Internal error occurred:';
/** The older protocol cannot say that input has ended: when nothing more comes for this long, it has, ms. */
const QUIET_MS = 250;

export interface ChannelOptions {
  readonly call: ExecCall;
  /** Whether the client sends input. */
  readonly input: boolean;
  /** Told how the command ended, before the client is. */
  readonly ended?: (exitCode: number) => Promise<void>;
}

/** One command and its channels. */
export class Channels implements ClientSink {
  readonly #call: ExecCall;
  readonly #ended: ChannelOptions['ended'];
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

  constructor({ call, input, ended }: ChannelOptions) {
    const tty = call.tty !== undefined;
    this.#waitsForInput = input && !tty;
    this.#call = call;
    this.#ended = ended;
    this.#encoding = speaksBytes(call.argv) && !tty ? 'latin1' : 'utf8';
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
    const { cluster, namespace, pod, container, argv } = this.#call;
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
    const request = { method: 'POST', path, query: { container, command: argv[0] ?? '' } } as const;
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
    const told = this.#ended?.(exitCode) ?? Promise.resolve();
    // Who attached learns of the exit code from the pod alone.
    const said = this.#ended ? Math.min(0, exitCode) : exitCode;
    told.finally(() => this.#close(said)).catch(() => undefined);
  }

  #close(exitCode: number): void {
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

export function refusedBy({ status, text }: { readonly status: number; readonly text: string }): Refused {
  return new Refused({ code: status, reason: 'AsAnswered', message: text });
}

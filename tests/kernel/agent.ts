/** One process that opens sockets in many network namespaces: what a real client sees of a real flow. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What the client of one flow saw. `Refused` is a reset as well as a port unreachable: a socket cannot tell them apart. */
export type Fate =
  | { readonly kind: 'Answered'; readonly by: string; readonly sourceSeen: string; readonly sourcePort: number }
  | { readonly kind: 'Refused' | 'Unreachable' | 'Silent' };

export interface Attempt {
  readonly namespace: string;
  readonly protocol: 'TCP' | 'UDP';
  /** The source address; absent: the kernel chooses. */
  readonly source?: string;
  readonly sourcePort?: number;
  readonly address: string;
  readonly port: number;
}

/**
 * Silence is what is left after this long; the flows of one wave wait together. A port unreachable that comes while `connect` still holds the
 * socket counts only when the first SYN is sent again, after a second.
 */
const PATIENCE_MS = 1400;
const SETNS: Readonly<Record<string, number>> = { x64: 308, arm64: 268 };
/** Sockets that are open at once. */
const WAVE = 1000;

export class Agent {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<string, (text: string) => void>();
  readonly #listening: ((text: string) => void)[] = [];
  #next = 0;

  constructor() {
    const script = fileURLToPath(new URL('agent.pl', import.meta.url));
    this.#process = spawn('perl', [script, String(PATIENCE_MS), String(SETNS[process.arch])]);
    this.#process.stderr.pipe(process.stderr);
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#hear(line));
  }

  #hear(line: string): void {
    const [id = '', ...rest] = line.split('\t');
    const waiting = this.#waiting.get(id);
    if (waiting) {
      this.#waiting.delete(id);
      waiting(rest.join('\t'));
    } else this.#listening.shift()?.(line);
  }

  /** Lets a process called `name` listen; it answers with its name and the source it sees. */
  async listen(namespace: string, protocol: 'TCP' | 'UDP', address: string, port: number, name: string): Promise<void> {
    const answered = new Promise<string>((resolve) => this.#listening.push(resolve));
    this.#say('listen', namespace, protocol.toLowerCase(), address, port, name);
    const answer = await answered;
    if (answer !== 'listening')
      throw new Error(`${name} cannot listen on ${address}:${port} in ${namespace}: ${answer}`);
  }

  /** Opens all flows, a wave at a time. */
  async connect(attempts: readonly Attempt[]): Promise<Fate[]> {
    const fates: Fate[] = [];
    for (let at = 0; at < attempts.length; at += WAVE) {
      fates.push(...(await Promise.all(attempts.slice(at, at + WAVE).map((attempt) => this.#connect(attempt)))));
    }
    return fates;
  }

  async #connect({ namespace, protocol, source = '-', sourcePort = 0, address, port }: Attempt): Promise<Fate> {
    const id = `#${this.#next++}`;
    const answered = new Promise<string>((resolve) => this.#waiting.set(id, resolve));
    this.#say('connect', id, namespace, protocol.toLowerCase(), source, sourcePort, address, port);
    const [fate, by = '', sourceSeen = '', , own] = (await answered).split('\t');
    if (fate === 'answered') return { kind: 'Answered', by, sourceSeen, sourcePort: Number(own) };
    if (fate === 'refused') return { kind: 'Refused' };
    if (fate === 'unreachable') return { kind: 'Unreachable' };
    if (fate === 'silent') return { kind: 'Silent' };
    throw new Error(`${namespace} → ${address}:${port}: ${fate}`);
  }

  #say(...words: readonly (string | number)[]): void {
    this.#process.stdin.write(`${words.join('\t')}\n`);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.stdin.end();
    await closed;
  }
}

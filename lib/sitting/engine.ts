/**
 * What a worker holds of one open sitting: the calls of a page as inputs, wall time as inputs too, and the rebuilding of
 * a sitting from its record by giving it its inputs again.
 */
import type { Grade } from '../assessment/grade.ts';
import { answerTrace } from '../terminal/trace-answer.ts';
import { readTraceRequest } from '../terminal/trace-request.ts';
import { type Problem, validateManifest } from '../terminal/validate.ts';
import type { ApiRequest } from '../world/apiserver/request.ts';
import type { Conversation } from '../world/effect.ts';
import type { HttpExchange } from '../world/http/exchange.ts';
import { type DebriefTraces, debriefTraces } from './debrief-traces.ts';
import type { ExecCall } from './exec.ts';
import { asText, type ForeignAnswer, type ForeignListener, isLook, NO_CLUSTER, NOBODY, Streams } from './foreign.ts';
import { onceLive } from './listening.ts';
import type { Answer, Waiting } from './outside.ts';
import type { Input, InputId, RecordRow } from './record.ts';
import { Replay } from './replay.ts';
import type { EngineRest } from './rest.ts';
import { Sitting, type SittingListener } from './sitting.ts';
import type { Snapshot } from './snapshot.ts';
import type { Beginning } from './templates.ts';
import { MAX_TERMINALS } from './terminal.ts';
import type { SittingView } from './view.ts';

/** What the thread of a worker offers; real time stays outside. */
export interface Host {
  /** Resolves after other messages had a chance. */
  breathe(): Promise<void>;
  /** Wall-clock ms. */
  wallMs(): number;
  /** Calls `tick` four times a second until the returned function is called. */
  everyQuarterSecond(tick: () => void): () => void;
}

/** A client that looks moves the clock along when this much wall time has passed, or something is due. */
const LOOK_AFTER_MS = 1_000;
/** Looks move it no more than four times a second. */
const LOOK_PAUSE_MS = 250;

const MAX_ELAPSED_MS = 900_000;
/** Keys that end a line or a program; only before those does wall time count. */
const DECISIVE_KEYS = ['\r', '\n', '\u0003', '\u0004'];

export class Engine {
  readonly #sitting: Sitting;
  readonly #host: Host;
  #replay: Replay | undefined;
  readonly #inbox: Waiting[] = [];
  /** Highest clientSeq taken, by client: an input that comes again is not done again. */
  readonly #marks = new Map<string, number>();
  #lastInputMs: number;
  #state: 'paused' | 'running' = 'running';
  #followed = false;
  #stopTicking: (() => void) | undefined;
  readonly #streams: Streams;
  /** Streams of commands in containers, by the sitting's number of the command. */
  readonly #execs = new Map<number, number>();
  /** Commands are numbered after the terminals, which they are much like. */
  #lastExec: number;

  /** Without rows: a new sitting, or one that goes on from where it rested. */
  constructor(
    template: Beginning,
    epochMs: number,
    host: Host,
    listener: Omit<SittingListener, 'clients'>,
    foreign: ForeignListener,
  ) {
    this.#host = host;
    this.#streams = new Streams(foreign);
    const rested = template.from?.rested;
    this.#lastInputMs = rested?.lastInputMs ?? host.wallMs();
    this.#lastExec = rested?.lastExec ?? MAX_TERMINALS;
    const thread = {
      breathe: () => host.breathe(),
      takeInput: (tick: number) => this.#takeInput(tick),
      hasInput: () => this.#inbox.length > 0,
      following: (state: 'somebody' | 'nobody') => this.#following(state),
    };
    const clients: SittingListener['clients'] = {
      moved: (how) => (how === 'Stepped' ? this.#streams.tell() : this.#streams.endAll()),
      exec: {
        text: (id, channel, text) => foreign.text(this.#streamOf(id), channel, text),
        ended: (id, exitCode) => {
          foreign.exited(this.#streamOf(id), exitCode);
          this.#execs.delete(id);
        },
      },
    };
    this.#sitting = new Sitting({ ...template, epochMs, thread, listener: { ...listener, clients } });
    for (const [clientId, clientSeq] of template.from?.marks ?? []) this.#marks.set(clientId, clientSeq);
    this.#state = this.#sitting.pace;
  }

  /** A new sitting, or one rebuilt from its rows; what it says while it is rebuilt is not passed on. */
  static async open(
    template: Beginning,
    epochMs: number,
    rows: readonly RecordRow[],
    host: Host,
    listener: Omit<SittingListener, 'clients'>,
    foreign: ForeignListener = NOBODY,
  ): Promise<Engine> {
    let live = rows.length === 0;
    const told = onceLive(listener, () => live);
    const engine = new Engine(template, epochMs, host, told, foreign);
    await engine.#catchUp(rows);
    live = true;
    return engine;
  }

  view(): SittingView {
    return this.#sitting.view();
  }

  terminals(): { id: number; scrollback: string }[] {
    return this.#sitting.terminals.map(({ id, scrollback }) => ({ id, scrollback }));
  }

  /** Resolves when every line waits for the person or for the wall clock. */
  async settled(): Promise<void> {
    await this.#sitting.scheduler.work();
  }

  /** All of it as of now, once every line waits for the person or for the wall clock. */
  async snapshot(): Promise<Snapshot> {
    await this.settled();
    return this.#sitting.keeper.take();
  }

  /** Says in the record that a newer engine took the sitting over, and keeps what it took over. */
  takeOver(from: number, to: number): void {
    this.#sitting.keeper.takeOver(from, to);
  }

  worldHash(): string {
    return this.#sitting.world.hash();
  }

  lastGrade(): Grade | undefined {
    return this.#sitting.grade;
  }

  /** All that another one needs to take its place; undefined while something runs or somebody looks. */
  rest(): EngineRest | undefined {
    if (this.#inbox.length > 0 || this.#followed || this.#streams.size > 0) return undefined;
    const rest = this.#sitting.rest();
    return rest && { ...rest, marks: [...this.#marks], lastInputMs: this.#lastInputMs, lastExec: this.#lastExec };
  }

  async close(): Promise<void> {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
  }

  async keys(terminal: number, id: InputId, text: string): Promise<void> {
    await this.#typed({ kind: 'keys', terminal, text }, id);
  }

  async interrupt(terminal: number): Promise<void> {
    await this.#input({ kind: 'interrupt', terminal });
  }

  async resize(terminal: number, columns: number, rows: number): Promise<void> {
    await this.#put({ kind: 'resize', terminal, columns, rows });
  }

  async openTerminal(): Promise<{ id: number }> {
    await this.#put({ kind: 'terminal' });
    return { id: this.#sitting.terminals.at(-1)?.id ?? 1 };
  }

  /** Answers with the terminals that are left. */
  async closeTerminal(terminal: number): Promise<readonly number[]> {
    await this.#input({ kind: 'close', terminal });
    return this.#sitting.terminals.map(({ id }) => id);
  }

  async readFile(path: string): Promise<string | undefined> {
    return this.#sitting.readFile(path);
  }

  async listFiles(): Promise<readonly { path: string; size: number }[]> {
    return this.#sitting.listFiles();
  }

  async writeFile(id: InputId, path: string, text: string, editor: 'open' | 'closed'): Promise<void> {
    await this.#input({ kind: 'file', path, text, editor }, id);
  }

  async validate(text: string): Promise<readonly Problem[]> {
    return validateManifest(this.#sitting.world.fork(), text);
  }

  async check(id: InputId): Promise<Grade> {
    await this.#input({ kind: 'check' }, id);
    return this.#grade();
  }

  async hint(id: InputId, task: string): Promise<SittingView> {
    return this.#viewAfter({ kind: 'hint', task }, id);
  }

  async answer(id: InputId, task: string, value: string): Promise<SittingView> {
    return this.#viewAfter({ kind: 'answer', task, value }, id);
  }

  async pause(id: InputId, state: 'paused' | 'running'): Promise<SittingView> {
    const view = await this.#viewAfter({ kind: 'pause', state }, id);
    this.#state = state;
    return view;
  }

  async reset(id: InputId): Promise<SittingView> {
    return this.#viewAfter({ kind: 'reset' }, id);
  }

  async finish(id: InputId): Promise<{ grade: Grade; debrief: string; traces?: DebriefTraces }> {
    await this.#input({ kind: 'finish' }, id);
    const { variant, start, world } = this.#sitting;
    const traces = debriefTraces(variant, start, world);
    return { grade: this.#grade(), debrief: variant.explain, ...(traces ? { traces } : {}) };
  }

  async submit(id: InputId, submission: Omit<Extract<Input, { kind: 'submit' }>, 'kind'>): Promise<Grade> {
    await this.#input({ kind: 'submit', ...submission }, id);
    const graded = this.#sitting.lastSubmission;
    if (!graded) throw new Error('invariant: a submission was taken and not graded');
    return graded;
  }

  async trace(from: string, to: string): Promise<unknown> {
    const world = this.#sitting.world.fork();
    const answer = answerTrace(world, readTraceRequest(world.cluster(), from, to, 'default'));
    if (answer.kind !== 'Traced') throw Object.assign(new Error(answer.says), { code: answer.kind });
    return answer.trace;
  }

  /** A client outside the terminals asks; what it is told later goes out under its number `stream`. */
  async clientRequest(stream: number, cluster: string, request: ApiRequest): Promise<ForeignAnswer> {
    if (!this.#sitting.world.clusterNames().includes(cluster)) return NO_CLUSTER;
    if (!isLook(request)) return (await this.#input({ kind: 'request', cluster, request })) as ForeignAnswer;
    await this.#catchUpClock();
    const answer = this.#streams.look(this.#sitting.world, cluster, request, stream);
    this.#tick();
    return answer;
  }

  /** Runs a command in a container; undefined when it was started, the refusal otherwise. */
  async clientExec(stream: number, call: ExecCall): Promise<ForeignAnswer | undefined> {
    const { cluster, namespace, pod, container, argv } = call;
    if (!this.#sitting.world.clusterNames().includes(cluster)) return NO_CLUSTER;
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
    const query = { container, command: argv[0] ?? '' };
    const answer = this.#sitting.world.discover(cluster, { method: 'POST', path, query });
    if ('watch' in answer || answer.status !== 101) return asText(answer as Parameters<typeof asText>[0]);
    const named = (answer.body as { container: string }).container;
    this.#lastExec += 1;
    this.#execs.set(this.#lastExec, stream);
    await this.#input({ kind: 'exec', terminal: this.#lastExec, call: { ...call, container: named } });
    return undefined;
  }

  /** A conversation that a client outside begins in a pod, as a forwarded port does. */
  async clientConverse(conversation: Extract<Conversation, { kind: 'http' }>): Promise<HttpExchange> {
    return (await this.#input({ kind: 'converse', conversation })) as HttpExchange;
  }

  async clientKeys(stream: number, text: string): Promise<void> {
    const terminal = this.#execOf(stream);
    if (terminal !== undefined) await this.#typed({ kind: 'keys', terminal, text });
  }

  async clientResize(stream: number, columns: number, rows: number): Promise<void> {
    const terminal = this.#execOf(stream);
    if (terminal !== undefined) await this.#put({ kind: 'resize', terminal, columns, rows });
  }

  /** The client is gone. */
  async clientGone(stream: number): Promise<void> {
    this.#streams.close(stream);
    this.#tick();
    const terminal = this.#execOf(stream);
    if (terminal !== undefined) await this.#put({ kind: 'hangup', terminal });
  }

  async complete(
    terminal: number,
    line: string,
    cursor: number,
  ): Promise<{ from: number; candidates: readonly string[] }> {
    const shell = this.#sitting.terminals.find(({ id }) => id === terminal)?.shell;
    return shell?.complete(line, cursor) ?? { from: cursor, candidates: [] };
  }

  #grade(): Grade {
    const { grade } = this.#sitting;
    if (!grade) throw new Error('invariant: a check was taken and nothing graded');
    return grade;
  }

  async #viewAfter(input: Input, id: InputId): Promise<SittingView> {
    await this.#input(input, id);
    return this.view();
  }

  #typed(input: Extract<Input, { kind: 'keys' }>, id?: InputId): Promise<Answer> {
    return DECISIVE_KEYS.some((key) => input.text.includes(key)) ? this.#input(input, id) : this.#put(input, id);
  }

  /** The wall time since the last input passes in the world before this one is taken. */
  async #input(input: Input, id?: InputId): Promise<Answer> {
    this.#passTime();
    return this.#put(input, id);
  }

  #passTime(): Promise<Answer> {
    const wallMs = this.#host.wallMs();
    const ms = Math.min(MAX_ELAPSED_MS, Math.floor(wallMs - this.#lastInputMs));
    this.#lastInputMs = wallMs;
    if (ms <= 0 || this.#state === 'paused') return Promise.resolve(undefined);
    return this.#put({ kind: 'elapsed', ms });
  }

  #streamOf(exec: number): number {
    return this.#execs.get(exec) ?? 0;
  }

  #execOf(stream: number): number | undefined {
    return [...this.#execs].find(([, its]) => its === stream)?.[0];
  }

  /** So that a look sees the world as it is by now. */
  async #catchUpClock(): Promise<void> {
    const passedMs = this.#host.wallMs() - this.#lastInputMs;
    if (passedMs < LOOK_PAUSE_MS) return;
    if (passedMs >= LOOK_AFTER_MS || this.#sitting.isDueWithin(passedMs)) await this.#passTime();
  }

  /** Resolves when the input was taken. */
  #put(input: Input, id?: InputId): Promise<Answer> {
    if (id && id.clientSeq <= (this.#marks.get(id.clientId) ?? 0)) return Promise.resolve(undefined);
    if (id) this.#marks.set(id.clientId, id.clientSeq);
    const taken = new Promise<Answer>((resolve, reject) => {
      this.#inbox.push({ input, id, taken: resolve, failed: reject });
    });
    void this.#sitting.scheduler.work().then(() => this.#sitting.keeper.keepIfDue());
    return taken;
  }

  async #takeInput(tick: number): Promise<void> {
    if (this.#replay) return this.#replay.takeInput(tick);
    const next = this.#inbox.shift();
    if (!next) return undefined;
    try {
      next.taken(await this.#sitting.take(next.input, tick, next.id));
    } catch (error) {
      next.failed(error);
    }
    return undefined;
  }

  async #catchUp(rows: readonly RecordRow[]): Promise<void> {
    if (rows.length === 0) return;
    for (const { clientId, clientSeq } of rows) {
      if (clientId !== undefined) this.#marks.set(clientId, Math.max(clientSeq ?? 0, this.#marks.get(clientId) ?? 0));
    }
    for (const { kind, terminal } of rows) if (kind === 'exec') this.#lastExec = terminal ?? this.#lastExec;
    this.#replay = new Replay(this.#sitting, rows);
    await this.#replay.run();
    this.#sitting.keeper.wasSaved();
    this.#replay = undefined;
    this.#state = this.#sitting.pace;
    this.#lastInputMs = this.#host.wallMs();
    for (const terminal of this.#sitting.execs) void this.#put({ kind: 'hangup', terminal });
    this.#tick();
  }

  /** While somebody follows the world, it moves with the wall clock, but only where a timer is due. */
  #following(state: 'somebody' | 'nobody'): void {
    this.#followed = state === 'somebody';
    this.#tick();
  }

  #tick(): void {
    if (this.#replay) return;
    if (!this.#followed && this.#streams.size === 0) {
      this.#stopTicking?.();
      this.#stopTicking = undefined;
      return;
    }
    this.#stopTicking ??= this.#host.everyQuarterSecond(() => {
      const passedMs = this.#host.wallMs() - this.#lastInputMs;
      if (this.#sitting.isDueWithin(passedMs)) void this.#passTime();
    });
  }
}

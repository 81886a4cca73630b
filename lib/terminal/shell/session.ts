/**
 * A shell session: what just-bash forgets between two lines lives here. A line is parsed once; one plain command goes
 * to its function directly, a pipeline that follows the world is fed line by line, `&` starts a job, and the rest runs
 * through just-bash, where functions, and such pipelines in loops, print as they go too. Nothing but `snapshot()` has to
 * be kept of an idle session.
 * Differs: `sleep` lets world time pass and costs the person none of theirs: a loop that sleeps goes round as fast as the
 * host lets it, gives the thread away at each turn, and ends at its limit or at Ctrl-C. `&` inside a compound command or a
 * function runs in the foreground.
 */
import { parse, type ScriptNode, type StatementNode } from 'just-bash';
import { indexed } from './arrays.ts';
import { completeLine } from './completion.ts';
import type { EngineState } from './engine.ts';
import { runFollowing } from './following.ts';
import { expandHistory } from './history.ts';
import { type Job, JobTable } from './jobs.ts';
import { foregroundClock, LineRun } from './line-run.ts';
import { onlyCommand, plainWords } from './plain.ts';
import { promptOf } from './prompt.ts';
import { Runner, UNTRACKED } from './runner.ts';
import { isSaveable, saveEngine } from './saved.ts';
import { splitCommands } from './scan.ts';
import { callsAny } from './script.ts';
import type { Completion, Evaluation, LineIo, Shell, ShellOptions, ShellSession } from './shell.ts';
import type { ShellState } from './state.ts';
import { statementText } from './statement-text.ts';
import { syntaxError } from './syntax-error.ts';

const FIRST_PID = 1_200;
const MAX_HISTORY = 1_000;

export function openShell(options: ShellOptions): ShellSession {
  return new Session(options);
}

class Session implements Shell, ShellSession {
  readonly options: ShellOptions;
  readonly history: string[];
  readonly traps: Map<string, string>;
  readonly jobs: JobTable;
  readonly runner: Runner;
  exited: number | undefined;
  interrupts = 0;
  #pumping = false;
  #draws: number;
  #nextPid: number;
  #line: LineRun | undefined;
  #inner: { readonly session: ShellSession; readonly how: 'interactive' | 'script' } | undefined;

  constructor(options: ShellOptions, from?: EngineState) {
    const saved = options.state;
    this.options = options;
    this.history = [...(saved?.history ?? [])];
    this.traps = new Map(saved?.traps);
    this.jobs = new JobTable(saved?.jobs ?? []);
    this.exited = saved?.exited ? saved.exitCode : undefined;
    this.#draws = saved?.draws ?? 0;
    this.#nextPid = saved?.nextPid ?? FIRST_PID + 10;
    this.runner = new Runner(this, FIRST_PID, from);
  }

  get state(): EngineState {
    return this.runner.state;
  }

  get descriptors(): ReadonlyMap<string, string> {
    return this.runner.descriptors;
  }

  get commandNames(): readonly string[] {
    return this.runner.commandNames;
  }

  draw(): number {
    return this.options.chance(this.#draws++);
  }

  isCommand(name: string): boolean {
    return this.runner.isCommand(name);
  }

  open(options: ShellOptions): ShellSession {
    return new Session(options);
  }

  exit(code: number): void {
    this.exited = code;
    this.#line?.interrupt();
  }

  prompt(): string {
    return promptOf(this.options, this.state);
  }

  complete(line: string, cursor: number): Completion {
    return completeLine(this, line, cursor);
  }

  interrupt(): void {
    this.interrupts++;
    const inner = this.#inner;
    inner?.session.interrupt();
    if (inner?.how !== 'interactive') this.#line?.interrupt();
  }

  attach(session: ShellSession, how: 'interactive' | 'script'): () => void {
    const outer = this.#inner;
    this.#inner = { session, how };
    return () => {
      this.#inner = outer;
    };
  }

  snapshot(): ShellState {
    return {
      ...saveEngine(this.state),
      history: this.history.slice(-MAX_HISTORY),
      jobs: this.jobs.jobs.map(({ id, pid, text, state, exitCode }) => ({ id, pid, text, state, exitCode })),
      traps: [...this.traps],
      nextPid: this.#nextPid,
      draws: this.#draws,
      exited: this.exited !== undefined,
      exitCode: this.exited ?? this.state.lastExitCode,
    };
  }

  get isSaveable(): boolean {
    return isSaveable(this.state) && this.jobs.running().length === 0;
  }

  async run(line: string, io: LineIo): Promise<number> {
    const expanded = io.tty ? expandHistory(line, this.history) : { kind: 'same' as const };
    if (expanded.kind === 'error') {
      io.err(`bash: ${expanded.message}\n`);
      return this.#finish(1);
    }
    const text = expanded.kind === 'changed' ? expanded.text : line;
    if (expanded.kind === 'changed') io.out(`${text}\n`);
    if (text.trim() !== '') this.history.push(text.replace(/\n+$/, ''));
    const run = this.#open(io);
    run.stdin = io.stdin ?? '';
    const outer = this.#line;
    this.#line = run;
    try {
      await this.#text(text, run);
      await this.#afterLine(run, io);
    } finally {
      this.#line = outer;
    }
    if (io.tty) this.#pumpJobs();
    return this.state.lastExitCode;
  }

  /** While a prompt is shown, jobs run on as the host moves the world with the wall clock. */
  #pumpJobs(): void {
    if (this.#pumping || this.jobs.running().length === 0) return;
    this.#pumping = true;
    const { clock } = this.options;
    void clock.next('follow').then(async (reason) => {
      this.#pumping = false;
      // A line in the foreground wakes the jobs itself.
      if (reason !== 'moved' || this.#line) return;
      await this.jobs.wakeDue(clock.nowMs());
      this.#pumpJobs();
    });
  }

  async evaluate(text: string, io: Evaluation, dueMs?: number): Promise<number> {
    const { state: _, ...options } = this.options;
    const child = new Session(options, this.state);
    for (const name of child.state.exportedVars) if (!io.env.has(name)) child.state.env.delete(name);
    for (const [name, value] of io.env) {
      child.state.env.set(name, value);
      child.state.exportedVars.add(name);
    }
    child.state.cwd = io.cwd;
    child.#draws = this.#draws;
    const exitCode = await child.#nested(text, { out: io.out, err: io.err, tty: io.tty }, this.#line, dueMs, io.stdin);
    this.#draws = child.#draws;
    return exitCode;
  }

  /** Runs a text while another line of the same terminal waits for it. */
  async #nested(text: string, io: LineIo, outer: LineRun | undefined, dueMs?: number, stdin = ''): Promise<number> {
    const run = this.#open(io, dueMs);
    run.stdin = stdin;
    void outer?.stopped.then(() => run.interrupt());
    const before = this.#line;
    this.#line = run;
    try {
      await this.#text(text, run);
    } finally {
      this.#line = before;
    }
    if (run.interrupted && this.exited === undefined) this.#finish(130);
    return this.exited ?? this.state.lastExitCode;
  }

  #open(io: LineIo, dueMs?: number): LineRun {
    const { clock } = this.options;
    const run: LineRun = new LineRun(io, () => {
      const moved = async () => {
        await this.jobs.wakeDue(clock.nowMs());
        if (dueMs !== undefined && clock.nowMs() >= dueMs) run.interrupt();
      };
      return foregroundClock(clock, (promise) => run.race(promise), moved, dueMs);
    });
    return run;
  }

  /** Traps, and what bash says of jobs before the next prompt. */
  async #afterLine(run: LineRun, io: LineIo): Promise<void> {
    const interruptTrap = this.traps.get('INT');
    if (run.interrupted && this.exited === undefined) {
      if (interruptTrap) await this.#nested(interruptTrap, io, undefined);
      this.#finish(130);
    }
    const exitTrap = this.traps.get('EXIT');
    if (this.exited !== undefined && exitTrap) {
      this.traps.delete('EXIT');
      const code = this.exited;
      await this.#nested(exitTrap, io, undefined);
      this.exited = code;
      this.#finish(code);
    }
    await this.jobs.settle();
    await this.jobs.wakeDue(this.options.clock.nowMs());
    const ended = this.jobs.takeEnded();
    if (io.tty) io.err(ended);
  }

  async #text(text: string, run: LineRun): Promise<void> {
    let script: ScriptNode;
    try {
      script = parse(text);
    } catch (error) {
      const commands = splitCommands(text);
      // What stands before a line that cannot be read is run, as bash does when it reads line by line.
      if (commands.length > 1) {
        for (const command of commands) {
          await this.#text(command, run);
          if (run.interrupted || this.exited !== undefined) return;
        }
        return;
      }
      run.io.err(syntaxError(this.options.shell, text, (error as Error).message));
      this.#finish(2);
      return;
    }
    const refused = script.statements.find((statement) => statement.deferredError)?.deferredError;
    if (refused) {
      run.io.err(`${this.options.shell}: syntax error near unexpected token \`${refused.token}'\n`);
      this.#finish(2);
      return;
    }
    if (script.statements.length === 0) return;
    if (await this.#plain(script, run)) return;
    const together = callsAny(script, UNTRACKED) && !script.statements.some((statement) => statement.background);
    if (together) {
      await this.runner.run(script, text, run, 'terminal');
      return;
    }
    for (const statement of script.statements) {
      const completed = await this.#statement(statement, text, run);
      if (!completed || run.interrupted || this.exited !== undefined) return;
    }
  }

  /** One command without expansions, directly; false when the line is anything else. */
  async #plain(script: ScriptNode, run: LineRun): Promise<boolean> {
    const command = onlyCommand(script);
    if (!command || this.state.options.xtrace || this.state.options.noexec) return false;
    const words = plainWords(command, (name) => this.runner.variable(name));
    if (!words) return false;
    const echoed = this.runner.echoed(words);
    if (echoed !== undefined) {
      run.io.out(echoed);
      this.#direct(words, 0);
      return true;
    }
    const direct = this.runner.directWords(words);
    if (!direct) return false;
    const [name = '', ...argv] = direct;
    this.#direct(direct, await this.runner.direct(name, argv, run));
    return true;
  }

  /** What a command leaves behind that did not go through just-bash. */
  #direct(words: readonly string[], exitCode: number): void {
    this.state.lastArg = words.at(-1) ?? '';
    this.state.arrays.set('PIPESTATUS', indexed([String(exitCode)]));
    this.#finish(exitCode);
  }

  /** False when an error of the shell ends the whole line. */
  async #statement(statement: StatementNode, text: string, run: LineRun): Promise<boolean> {
    if (statement.background) {
      await this.#background(statement, run);
      return true;
    }
    const [pipeline, ...others] = statement.pipelines;
    if (pipeline && others.length === 0) {
      if (pipeline.timed) return this.#timed(statement, run);
      const code = await runFollowing(this.runner, pipeline, run);
      if (code !== undefined) {
        this.#finish(code);
        return true;
      }
    }
    // The source text of a statement ends where its here-document begins.
    const own = statement.sourceText?.includes('<<') ? text : (statement.sourceText ?? text);
    return this.runner.run({ type: 'Script', statements: [statement] }, own, run, 'terminal');
  }

  async #timed(statement: StatementNode, run: LineRun): Promise<boolean> {
    const pipeline = statement.pipelines[0] as StatementNode['pipelines'][number];
    const startMs = run.clock.nowMs();
    const posix = pipeline.timePosix;
    const plain: StatementNode = { ...statement, pipelines: [{ ...pipeline, timed: false }] };
    const completed = pipeline.commands.length === 0 || (await this.#statement(plain, statementText(plain), run));
    const seconds = (run.clock.nowMs() - startMs) / 1000;
    const clock = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
    run.io.err(
      posix ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n` : `\nreal\t${clock}\nuser\t0m0.000s\nsys\t0m0.000s\n`,
    );
    return completed;
  }

  /** A job is a shell of its own that started as a copy of this one and waits for time instead of moving it. */
  async #background(statement: StatementNode, run: LineRun): Promise<void> {
    const pid = this.#nextPid++;
    const text = statementText(statement);
    let stop = () => {};
    const start = (job: Job): Promise<number> => {
      const { seat: _, state: __, ...options } = this.options;
      const child = new Session(options, this.state);
      const childRun = new LineRun({ ...run.io, tty: undefined }, (stopped) =>
        this.jobs.clockFor(job, this.options.clock, stopped),
      );
      child.#line = childRun;
      child.#draws = this.#draws + pid * 1_000;
      stop = () => childRun.interrupt();
      const script: ScriptNode = { type: 'Script', statements: [{ ...statement, background: false }] };
      return child.runner.run(script, text, childRun, 'elsewhere').then(() => child.state.lastExitCode);
    };
    const id = this.jobs.nextId();
    if (run.io.tty) run.io.err(`[${id}] ${pid}\n`);
    this.state.lastBackgroundPid = pid;
    this.jobs.add(pid, text, start, () => stop());
    this.#finish(0);
    await this.jobs.settle();
  }

  #finish(exitCode: number): number {
    this.state.lastExitCode = exitCode;
    this.state.env.set('?', String(exitCode));
    return exitCode;
  }
}

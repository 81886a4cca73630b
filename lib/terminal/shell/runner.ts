/** Runs scripts and commands of a session: the registry of commands, the engine, and what goes in and comes out. */
import {
  type Command,
  decodeBytesToUtf8,
  type PipelineNode,
  type ResolvedCommandContext,
  type ScriptNode,
  type StatementNode,
} from 'just-bash';
import type { ToolIo } from '../tool.ts';
import { findTouched, indexed, REPORT, Reports, reportStatements, type Touched, withoutReports } from './arrays.ts';
import { WAIT } from './builtin-jobs.ts';
import { HELP } from './builtin-session.ts';
import { BUILTINS } from './builtins.ts';
import { createDevices, DEVICE_ERRORS, DEVICE_LINE, DEVICE_OUTPUT } from './devices.ts';
import { BUNDLED, copyState, createEngine, type Engine, type EngineState } from './engine.ts';
import { createFileSystem, redirectionErrors, resolvePath } from './file-system.ts';
import { runFollowing } from './following.ts';
import { guardHost, type HostGuard } from './host-guard.ts';
import type { LineRun } from './line-run.ts';
import type { FunctionDef } from './live-functions.ts';
import { REPAIRED } from './repairs.ts';
import { functionText, restoreEngine } from './saved.ts';
import { findFunctions, noticeDefinitions, prepare, prepareNested } from './script.ts';
import { shellSentences } from './sentences.ts';
import type { Shell } from './shell.ts';
import { splitNames } from './split-names.ts';
import { type Mark, unmark } from './streams.ts';
import { createToolIo } from './tool-io.ts';

type Run = (argv: readonly string[], io: ToolIo) => Promise<number> | number;

const DIRECT: Mark = { input: true, output: true, errors: 'err' };
/** Errors of the shell itself: they end a line and not the session. */
const SHELL_ERROR =
  /readonly variable|unbound variable|bad substitution|parameter null or not set|syntax error|division by 0|bad array subscript|limit of this terminal|not a valid identifier/;
const RENAMED = new Map([
  ['wait', WAIT],
  ['help', HELP],
]);
/** Stands in the place of a pipeline that follows the world. */
const FOLLOW = 'hoplab-follow';
/** What defines functions, opens files or leaves in ways that only one run of just-bash can follow. */
export const UNTRACKED = new Set(['eval', 'exec', 'source', '.']);

export class Runner {
  readonly shell: Shell;
  readonly #commands: ReadonlyMap<string, Run>;
  readonly #pid: number;
  readonly descriptors = new Map<string, string>();
  #engine: Engine;
  #run: LineRun | undefined;
  #guard: HostGuard | undefined;
  #reports: Reports | undefined;
  /** Pipelines that a compound command or a function of the line may run, by the number their command is given. */
  #following: PipelineNode[] = [];
  readonly #reportScripts = new Map<string, StatementNode[]>();

  constructor(shell: Shell, pid: number, from?: EngineState) {
    this.shell = shell;
    this.#pid = pid;
    const commands = new Map<string, Run>();
    for (const builtin of BUILTINS) commands.set(builtin.name, (argv, io) => builtin.run(argv, io, shell));
    for (const tool of shell.options.tools) commands.set(tool.name, (argv, io) => tool.run(argv, io));
    this.#commands = commands;
    this.#engine = this.#createEngine(from && copyState(from));
    if (from) return;
    if (shell.options.state)
      restoreEngine(this.state, shell.options.state, (name, node) => this.defineFunction(name, node));
    else this.#firstState();
  }

  get state(): EngineState {
    return this.#engine.state;
  }

  get commandNames(): readonly string[] {
    return [...new Set([...this.#commands.keys(), ...BUNDLED])];
  }

  isCommand(name: string): boolean {
    return (
      this.#commands.has(name) || (BUNDLED as readonly string[]).includes(name) || name === REPORT || name === FOLLOW
    );
  }

  /** The words of a command after aliases, when they call one of our commands and no function is in the way. */
  directWords(words: readonly string[]): readonly string[] | undefined {
    const [name = '', ...args] = words;
    const resolved = this.#aliased(name) ?? [name];
    const command = RENAMED.get(resolved[0] as string) ?? resolved[0] ?? '';
    if (!this.#commands.has(command) || this.state.functions.has(command)) return undefined;
    return [command, ...resolved.slice(1), ...args];
  }

  /** The words an alias stands for, when they are plain. */
  #aliased(name: string): string[] | undefined {
    const text = this.state.env.get(`BASH_ALIAS_${name}`);
    if (text === undefined || !/^[\w./:@%+,= -]+$/.test(text)) return undefined;
    const words = text.trim().split(/\s+/);
    return text.endsWith(' ') || this.state.env.has(`BASH_ALIAS_${words[0]}`) ? undefined : words;
  }

  /** The value of an ordinary scalar, for lines that need no just-bash. */
  variable(name: string): string | undefined {
    const { state } = this;
    if (this.#dynamic(name) !== undefined || state.namerefs.has(name) || state.arrays.has(name)) return undefined;
    // Variables that just-bash computes are not in its table.
    return name === '_' || name === 'LINENO' ? undefined : state.env.get(name);
  }

  /** What `echo` prints for these words, where it needs no just-bash. */
  echoed([name, ...args]: readonly string[]): string | undefined {
    const { state } = this;
    if (name !== 'echo' || state.functions.has(name) || state.env.has('BASH_ALIAS_echo')) return undefined;
    const [bare, words] = args[0] === '-n' ? [true, args.slice(1)] : [false, args];
    if (state.shoptOptions.xpg_echo || /^-[neE]+$/.test(words[0] ?? '')) return undefined;
    return words.join(' ') + (bare ? '' : '\n');
  }

  async direct(name: string, argv: readonly string[], run: LineRun): Promise<number> {
    const { io } = createToolIo(this.shell, run, DIRECT, {
      stdin: run.stdin,
      env: this.exported(),
      cwd: this.state.cwd,
    });
    return (await this.#commands.get(name)?.(argv, io)) ?? 127;
  }

  exported(): Map<string, string> {
    const { env, exportedVars } = this.state;
    return new Map([...exportedVars].flatMap((name) => (env.has(name) ? [[name, env.get(name) as string]] : [])));
  }

  /** Runs a script as this shell; what it prints goes to the line. False when it was left before its end. */
  async run(script: ScriptNode, text: string, run: LineRun, input: 'terminal' | 'elsewhere'): Promise<boolean> {
    const result = await this.runCaptured(script, text, run, input);
    run.io.out(result.stdout);
    run.io.err(result.stderr);
    return result.completed;
  }

  async runCaptured(script: ScriptNode, text: string, run: LineRun, input: 'terminal' | 'elsewhere', stdin?: string) {
    const { state } = this;
    const functions = [...state.functions.values()].map(functionText);
    const texts = [
      text,
      ...functions.filter((_, index) => text.includes([...state.functions.keys()][index] as string)),
    ];
    if (text.includes('$') && state.functions.size === 0) splitNames(script);
    const live = prepare(script, text, {
      isTool: (name) => this.directWords([name]) !== undefined,
      toolWords: (words) => this.directWords(words),
      findFunction: (name) => state.functions.get(name) as FunctionDef | undefined,
      onFollowing: (pipeline) => [FOLLOW, String(this.#following.push(pipeline) - 1)],
      onFunction: (node) => void state.functions.set(node.name, node),
      renamed: RENAMED,
      dynamic: (name) => this.#dynamic(name),
      devices: { output: DEVICE_OUTPUT, errors: DEVICE_ERRORS, line: DEVICE_LINE },
      input,
    });
    const touched = findTouched(texts, state);
    const reporting = touched !== undefined || text.includes('|');
    this.#reports = new Reports();
    const given = stdin ?? (run.stdin === '' ? undefined : run.stdin);
    const outer = { run: this.#run, guard: this.#guard };
    const { clock } = this.shell.options;
    this.#run = run;
    this.#guard = guardHost(
      texts,
      () => this.shell.draw(),
      () => clock.epochMs + clock.nowMs(),
    );
    const guard = this.#guard;
    await guard.resume();
    const reported = reporting ? this.#reporting(script, touched) : script;
    const result = await this.#engine
      .run(reported, run, { stdin: given, functions: live })
      .finally(() => guard.pause());
    this.#run = outer.run;
    if (!outer.run) this.#following = [];
    this.#guard = outer.guard;
    this.#takeReports(text, result.exitCode);
    const stderr = shellSentences(redirectionErrors(withoutReports(result.stderr)), this.shell.options.shell ?? 'bash');
    if (run.interrupted) return { ...result, stderr: stderr.replace(/^bash: .*abort.*\n/m, '') };
    const broken = result.exitCode === 126 || SHELL_ERROR.test(stderr);
    if (!result.completed && !broken) this.shell.exit(result.exitCode);
    return { stdout: result.stdout, stderr, exitCode: state.lastExitCode, completed: result.completed };
  }

  #reporting(script: ScriptNode, touched: Touched | undefined): ScriptNode {
    const key = touched ? `${touched.functions} ${touched.unset} ${touched.arrays.join(' ')}` : '';
    const statements = this.#reportScripts.get(key) ?? reportStatements(touched);
    this.#reportScripts.set(key, statements);
    return { ...script, statements: [...script.statements, ...statements] };
  }

  #takeReports(text: string, exitCode: number): void {
    const { state } = this;
    const reports = this.#reports as Reports;
    this.#reports = undefined;
    reports.takePipe(state);
    if (reports.exitCode === undefined) {
      state.arrays.set('PIPESTATUS', indexed([String(exitCode)]));
      return;
    }
    state.lastExitCode = reports.exitCode;
    state.env.set('?', String(reports.exitCode));
    reports.apply(state);
    if (/\beval\b|\bsource\b|(?:^|[;&|\s])\.\s/.test(text)) this.#adoptFunctions(reports.functions, text);
  }

  /** Functions that `source` or `eval` defined: their text is in the file, or in the line itself. */
  #adoptFunctions(names: ReadonlySet<string> | undefined, text: string): void {
    const missing = [...(names ?? [])].filter((name) => name !== '' && !this.state.functions.has(name));
    if (missing.length === 0) return;
    const { files } = this.shell.options;
    const sourced = [...text.matchAll(/(?:\bsource|(?:^|[;&|\s])\.)\s+([^\s;&|]+)/g)].map((match) => {
      const path = (match[1] as string).replace(/^["']|["']$/g, '').replace(/^~/, this.shell.options.home);
      return files.read(resolvePath(this.state.cwd, path)) ?? '';
    });
    const evaluated = [...text.matchAll(/\beval\s+(["'])([\s\S]*?)\1/g)].map((match) => match[2] as string);
    for (const source of [...sourced, ...evaluated]) {
      for (const [name, node] of findFunctions(source)) if (missing.includes(name)) this.defineFunction(name, node);
    }
  }

  /** Puts a function into force; functions that it defines in turn are noticed. */
  defineFunction(name: string, node: object): void {
    const { functions } = this.state;
    noticeDefinitions(Object.values(node), (inner) => void functions.set(inner.name, inner));
    functions.set(name, node);
  }

  #dynamic(name: string): string | undefined {
    const { clock } = this.shell.options;
    switch (name) {
      case 'RANDOM':
        return String(Math.floor(this.shell.draw() * 32_768));
      case 'SRANDOM':
        return String(Math.floor(this.shell.draw() * 4_294_967_296));
      case 'SECONDS':
        return String(Math.floor(clock.nowMs() / 1000));
      case 'EPOCHSECONDS':
        return String(Math.floor((clock.epochMs + clock.nowMs()) / 1000));
      case 'EPOCHREALTIME':
        return ((clock.epochMs + clock.nowMs()) / 1000).toFixed(6);
      default:
        return undefined;
    }
  }

  #createEngine(from: EngineState | undefined): Engine {
    const { options } = this.shell;
    const devices = createDevices({
      out: (text) => this.#run?.io.out(text),
      err: (text) => this.#run?.io.err(shellSentences(redirectionErrors(text), options.shell ?? 'bash')),
      readLine: () => this.#answer(),
      draw: () => this.shell.draw(),
    });
    const fs = createFileSystem(
      { files: options.files, devices, descriptors: this.descriptors, isCommand: (name) => this.isCommand(name) },
      options.clock.epochMs,
    );
    return createEngine(
      {
        fs,
        cwd: options.directory ?? options.home,
        env: { HOME: options.home, USER: options.user, LOGNAME: options.user, PATH: '/usr/bin:/bin', ...options.env },
        commands: [...this.#commands]
          .map(([name, run]) => this.#command(name, run))
          .concat(this.#report(), this.#follow(), REPAIRED),
        uid: options.uid,
        pid: this.#pid,
        onNested: (script) => prepareNested(script, 'RANDOM', { dynamic: (name) => this.#dynamic(name) }),
      },
      from,
    );
  }

  /** A line of the person; other lines of the thread run on meanwhile. */
  async #answer(): Promise<string | undefined> {
    const guard = this.#guard;
    guard?.pause();
    const answer = await this.shell.options.seat?.readLine({ prompt: '', kind: 'answer' });
    await guard?.resume();
    return answer;
  }

  #firstState(): void {
    const { state } = this;
    const { hostname, shell } = this.shell.options;
    state.env.set('HOSTNAME', hostname);
    state.env.set('SHELL', `/bin/${shell}`);
    state.exportedVars.add('SHELL');
    state.env.set('0', shell);
    state.shoptOptions.expand_aliases = true;
    for (const name of this.commandNames) state.hashTable.set(name, `/usr/bin/${name}`);
  }

  #report(): Command {
    return {
      name: REPORT,
      trusted: true,
      execute: async (args) => {
        this.#reports?.take(args);
        return { stdout: '', stderr: '', exitCode: 0 };
      },
    };
  }

  /** Runs a pipeline whose first command follows the world, in a shell of its own as bash does. */
  #follow(): Command {
    return {
      name: FOLLOW,
      trusted: true,
      execute: async ([number], context) => {
        const pipeline = structuredClone(this.#following[Number(number)] as PipelineNode);
        const run = this.#run as LineRun;
        const shell = new Runner(this.shell, this.#pid, this.state);
        shell.state.env = new Map(context.env);
        shell.state.cwd = context.cwd;
        const guard = this.#guard;
        guard?.pause();
        const exitCode = (await runFollowing(shell, pipeline, run)) ?? (await shell.#runPipeline(pipeline, run));
        await guard?.resume();
        return { stdout: '', stderr: '', exitCode };
      },
    };
  }

  async #runPipeline(pipeline: PipelineNode, run: LineRun): Promise<number> {
    const statement = { type: 'Statement' as const, pipelines: [pipeline], operators: [], background: false };
    await this.run({ type: 'Script', statements: [statement] }, '|', run, 'elsewhere');
    return this.state.lastExitCode;
  }

  #command(name: string, run: Run): Command {
    return { name, trusted: true, execute: (args, context) => this.#execute(run, args, context) };
  }

  async #execute(run: Run, args: readonly string[], context: ResolvedCommandContext) {
    const { argv, mark } = unmark(args);
    const call = {
      stdin: decodeBytesToUtf8(context.stdin),
      env: new Map(Object.entries(context.exportedEnv ?? {})),
      cwd: context.cwd,
    };
    const { io, captured } = createToolIo(this.shell, this.#run as LineRun, mark, call);
    const guard = this.#guard;
    guard?.pause();
    const exitCode = await run(argv, io);
    await guard?.resume();
    return { stdout: captured.out, stderr: captured.err, exitCode, stdoutKind: 'text' as const };
  }
}

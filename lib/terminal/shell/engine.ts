/**
 * The one place that knows how just-bash keeps its state. just-bash forgets everything but files after each call, so
 * the state it starts from is handed in and what a line changed is taken out again.
 *
 * Differs: just-bash is built without its in-process hardening (it patches globals of the whole thread while a line
 * runs); what it may reach is bounded by the list of commands, by the file system and by the worker around it.
 */
import {
  Bash,
  type BashExecResult,
  type Command,
  type CommandName,
  type ExecOptions,
  type IFileSystem,
  type ScriptNode,
} from 'just-bash';
import { EXECUTION_LIMITS, limitSentence } from './limits.ts';

export interface EngineArray {
  kind: 'indexed' | 'associative';
  elements: Map<string, string>;
}

/** Names whose attributes just-bash keeps in sets that it changes in place, so that they outlive a call. */
export const ATTRIBUTES = [
  'exportedVars',
  'readonlyVars',
  'associativeArrays',
  'integerVars',
  'lowercaseVars',
  'uppercaseVars',
  'namerefs',
  'boundNamerefs',
  'invalidNamerefs',
  'declaredVars',
] as const;

/** The part of just-bash's private state that a session keeps. Held to the pinned version by engine.test.ts. */
export interface EngineState extends Record<(typeof ATTRIBUTES)[number], Set<string>> {
  env: Map<string, string>;
  arrays: Map<string, EngineArray>;
  functions: Map<string, unknown>;
  cwd: string;
  previousDir: string;
  lastExitCode: number;
  lastArg: string;
  lastBackgroundPid: number;
  options: Record<string, boolean>;
  shoptOptions: Record<string, boolean>;
  directoryStack: string[];
  hashTable: Map<string, string>;
  /** Open descriptors (`exec 3>file`); they live as long as the session is in memory. */
  fileDescriptors: Map<number, unknown>;
  inputFds: Set<number>;
  fdAliases: Map<number, unknown>;
  closedStandardFds: Set<number>;
}

export interface Engine {
  readonly state: EngineState;
  /** `completed` is false when the script was left early: by `exit`, by an error of the shell, by an interrupt. */
  run(script: ScriptNode, line: Stoppable, given?: Given): Promise<BashExecResult & { completed: boolean }>;
}

export interface Given {
  readonly stdin?: string | undefined;
  /** Functions that take the place of the session's for this run. */
  readonly functions?: ReadonlyMap<string, unknown>;
}

/** What is looked at before each command; a script ends at the first one that finds it interrupted. */
export interface Stoppable {
  readonly interrupted: boolean;
}

/** Bundled commands that a terminal may use; python, js, sqlite and the network are not among them. */
export const BUNDLED: readonly CommandName[] = [
  ...(['echo', 'cat', 'printf', 'mkdir', 'rmdir', 'rm', 'cp', 'mv', 'ln', 'chmod', 'pwd', 'readlink'] as const),
  ...(['head', 'wc', 'stat', 'grep', 'fgrep', 'egrep', 'sed', 'awk', 'sort', 'uniq', 'comm', 'cut'] as const),
  ...(['paste', 'tr', 'rev', 'nl', 'fold', 'expand', 'unexpand', 'split', 'column', 'join', 'tee', 'find'] as const),
  ...(['basename', 'dirname', 'tree', 'du', 'alias', 'unalias', 'xargs', 'true', 'false'] as const),
  ...(['bash', 'sh', 'jq', 'base64', 'seq', 'expr', 'md5sum', 'sha1sum', 'sha256sum', 'file', 'which'] as const),
  ...(['tac', 'od', 'strings'] as const),
];

/** `set -o` names as just-bash's option fields. */
const OPTION_NAMES = [
  'errexit',
  'pipefail',
  'nounset',
  'xtrace',
  'verbose',
  'posix',
  'allexport',
  'noclobber',
  'noglob',
];

export interface EngineOptions {
  readonly fs: IFileSystem;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
  readonly bundled?: readonly CommandName[];
  readonly uid: number;
  readonly pid: number;
  /** Sees each script that a command runs in turn, before it runs. */
  onNested(script: ScriptNode): void;
}

/** A just-bash over a state; about 15 µs, so it is made when a line needs it and dropped with the session. */
export function createEngine(options: EngineOptions, from?: EngineState): Engine {
  const bash = new Bash({
    fs: options.fs,
    cwd: options.cwd,
    env: { ...options.env },
    commands: [...(options.bundled ?? BUNDLED)],
    customCommands: [...options.commands],
    defenseInDepth: false,
    executionLimits: EXECUTION_LIMITS,
    processInfo: { pid: options.pid, ppid: 1, uid: options.uid, gid: options.uid },
  });
  const inside = bash as unknown as { state: EngineState };
  const state = from ? adopt(inside.state, from) : inside.state;
  for (const attribute of ATTRIBUTES) state[attribute] ??= new Set();
  state.arrays ??= new Map();
  state.directoryStack ??= [];
  state.fileDescriptors ??= new Map();
  state.inputFds ??= new Set();
  state.fdAliases ??= new Map();
  state.closedStandardFds ??= new Set();
  inside.state = state;

  let held: ScriptNode | undefined;
  bash.registerTransformPlugin({
    name: 'script of the session',
    transform: ({ ast }) => {
      const script = held ?? ast;
      // A script that a command runs (`bash file`, `xargs`) comes here too, with its own text.
      if (!held) options.onNested(ast);
      held = undefined;
      return { ast: script };
    },
  });
  return {
    state,
    run: async (script, line, { stdin, functions } = {}) => {
      const watched = watchedScript(script);
      held = watched.script;
      // The text is never run: the plugin puts the script in its place, which saves parsing the line twice.
      const options = new StoppableExec(line, stdin);
      const { functions: kept } = state;
      // It copies the functions before it waits for anything.
      if (functions && functions.size > 0) state.functions = new Map([...kept, ...functions]);
      const running = bash.exec(':', options);
      state.functions = kept;
      const result = await running.catch((error: Error & { code?: string }) => refused(error, state));
      takeOut(state, result);
      const stderr = result.exitCode === 126 ? limitSentence(result.stderr) : result.stderr;
      return { ...result, stderr, completed: watched.completed() };
    },
  };
}

/**
 * just-bash reads the signal of a call twice over: its budget asks `aborted` before each command, which is what ends a
 * script here; and its state hands it to commands, where each of them makes a controller and aborts it, a third of the
 * time of a short line. Only the first reading gets one: what waits in a line is a command of ours and ends by itself.
 */
class StoppableExec implements ExecOptions {
  readonly rawScript = true;
  readonly stdin?: string;
  readonly #line: Stoppable;
  #readings = 0;

  constructor(line: Stoppable, stdin: string | undefined) {
    this.#line = line;
    if (stdin !== undefined) this.stdin = stdin;
  }

  get signal(): AbortSignal {
    return (this.#readings++ === 0 ? new LineSignal(this.#line) : undefined) as unknown as AbortSignal;
  }
}

/** What of an `AbortSignal` is asked for. */
class LineSignal {
  readonly #line: Stoppable;

  constructor(line: Stoppable) {
    this.#line = line;
  }

  get aborted(): boolean {
    return this.#line.interrupted;
  }
}

/** The same script, whose list of statements notices whether it was gone through to its end. */
function watchedScript(script: ScriptNode): { script: ScriptNode; completed(): boolean } {
  let completed = false;
  const statements = {
    *[Symbol.iterator]() {
      yield* script.statements;
      completed = true;
    },
  };
  return { script: { ...script, statements: statements as never }, completed: () => completed };
}

/** The file system's refusals (too large, no space left) pass through just-bash when a redirection meets them. */
function refused(error: Error & { code?: string }, state: EngineState): BashExecResult {
  if (typeof error.code !== 'string') throw error;
  const stderr = `bash: ${error.message.replace(/^E[A-Z]+: /, '')}\n`;
  return { stdout: '', stderr, exitCode: 1, env: Object.fromEntries(state.env) };
}

/** A copy for a job or a nested shell: later changes of one do not reach the other. */
export function copyState(state: EngineState): EngineState {
  const copy: EngineState = {
    ...state,
    env: new Map(state.env),
    arrays: new Map(
      [...state.arrays].map(([name, { kind, elements }]) => [name, { kind, elements: new Map(elements) }]),
    ),
    functions: new Map(state.functions),
    options: { ...state.options },
    shoptOptions: { ...state.shoptOptions },
    directoryStack: [...state.directoryStack],
    fileDescriptors: new Map(state.fileDescriptors),
    inputFds: new Set(state.inputFds),
    fdAliases: new Map(state.fdAliases),
    closedStandardFds: new Set(state.closedStandardFds),
  };
  for (const attribute of ATTRIBUTES) copy[attribute] = new Set(state[attribute]);
  return copy;
}

/** just-bash's fresh state has fields of its own beside the ones a session keeps. */
function adopt(fresh: EngineState, kept: EngineState): EngineState {
  return { ...fresh, ...kept };
}

/** Takes over what a run changed. After an error inside it just-bash reports the variables it started with. */
function takeOut(state: EngineState, result: BashExecResult): void {
  state.env = new Map(Object.entries(result.env));
  state.lastExitCode = result.exitCode;
  state.env.set('?', String(result.exitCode));
  state.cwd = state.env.get('PWD') ?? state.cwd;
  state.previousDir = state.env.get('OLDPWD') ?? state.previousDir;
  const on = new Set(state.env.get('SHELLOPTS')?.split(':'));
  for (const name of OPTION_NAMES) state.options[name] = on.has(name);
}

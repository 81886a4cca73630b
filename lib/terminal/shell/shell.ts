/** What a session is opened with, and what its parts (built-ins, jobs, pipelines) may use of it. */
import type { Place } from '../../world/dataplane/trace.ts';
import type { Clock, Files, Tool, ToolIo } from '../tool.ts';
import type { EngineState } from './engine.ts';
import type { JobTable } from './jobs.ts';
import type { ShellState } from './state.ts';

/** Everything that differs between the learner's machine, a container and a node. */
export interface Surroundings {
  readonly files: Files;
  readonly tools: readonly Tool[];
  readonly user: string;
  readonly uid: number;
  readonly hostname: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly shell: 'bash' | 'sh';
  /** Start directory; the home directory when it is not said. */
  readonly directory?: string;
  /** What starting an unknown command says there; a shell's own sentence when it is not said. */
  unknownCommand?(name: string): { readonly text: string; readonly exitCode: number };
}

/** A line asked of the person: a command of a nested shell, or an answer to `read` and to a tool. */
export interface LineRequest {
  readonly prompt: string;
  readonly kind: 'command' | 'answer';
  complete?(line: string, cursor: number): Completion;
}

export interface Completion {
  /** Where in the line the candidates start. */
  readonly from: number;
  readonly candidates: readonly string[];
}

/** The person's side; absent in scripts. */
export interface Seat {
  /** Undefined at end of input (Ctrl-D) and after an interrupt. */
  readLine(request: LineRequest): Promise<string | undefined>;
  edit(path: string): Promise<void>;
  /** Shows a text one screen at a time and resolves when the person leaves it. */
  page?(text: string): Promise<void>;
}

export interface ShellOptions extends Surroundings {
  readonly clock: Clock;
  /** The n-th draw of this shell's chance, in [0, 1). */
  chance(n: number): number;
  readonly seat?: Seat;
  /** The surroundings of a place of the world; undefined when no shell or command can run there. */
  enter?(place: Place): Surroundings | undefined;
  readonly state?: ShellState;
}

/** Where a line's text goes. */
export interface LineIo {
  out(text: string): void;
  err(text: string): void;
  readonly tty: { readonly columns: number; readonly rows: number } | undefined;
  /** Standard input of its commands where it is no terminal. */
  readonly stdin?: string;
}

export interface ShellSession {
  /** Runs one whole line (or several, when they were pasted as one text) and resolves with its exit code. */
  run(line: string, io: LineIo): Promise<number>;
  /** Ctrl-C: ends what runs in the foreground at its next command or wait. */
  interrupt(): void;
  complete(line: string, cursor: number): Completion;
  prompt(): string;
  /** All that has to be kept of the session between two lines; plain JSON. */
  snapshot(): ShellState;
  /** Whether `snapshot` has everything: no job runs and no descriptor is open. */
  readonly isSaveable: boolean;
  readonly history: readonly string[];
  /** How often Ctrl-C was pressed; tells an interrupted prompt from the end of input. */
  readonly interrupts: number;
  /** The exit code once `exit` was run. */
  readonly exited: number | undefined;
}

/** What a command hands on when it runs another one. */
export type Evaluation = Pick<ToolIo, 'out' | 'err' | 'tty' | 'env' | 'cwd' | 'stdin'>;

/** What built-ins see of the session they run in. */
export interface Shell {
  readonly options: ShellOptions;
  readonly state: EngineState;
  readonly history: string[];
  readonly traps: Map<string, string>;
  readonly jobs: JobTable;
  readonly commandNames: readonly string[];
  /** Texts of process substitutions by path, while the command that reads them runs. */
  readonly descriptors: ReadonlyMap<string, string>;
  /** Next draw of chance in [0, 1). */
  draw(): number;
  /**
   * Runs a text in a copy of this shell with the streams and variables of the calling command; it is interrupted when
   * world time reaches `dueMs`.
   */
  evaluate(text: string, io: Evaluation, dueMs?: number): Promise<number>;
  isCommand(name: string): boolean;
  /** Opens another shell (in a container, on a node). */
  open(options: ShellOptions): ShellSession;
  /**
   * Lets interrupts reach a shell that runs inside a command of this one, until the function it returns is called: only
   * the inner one when a person sits before it, both when it runs a script.
   */
  attach(inner: ShellSession, how: 'interactive' | 'script'): () => void;
  exit(code: number): void;
}

/** A command that needs the session; otherwise it is a `Tool`. */
export interface Builtin {
  readonly name: string;
  run(argv: readonly string[], io: ToolIo, shell: Shell): Promise<number> | number;
}

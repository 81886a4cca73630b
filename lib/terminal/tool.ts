/** What a command of the terminal is given and gives back. Everything it may touch is in here. */
import type { Place } from '../world/dataplane/trace.ts';

/** A file system as a shell sees it; absolute paths. Reads and writes are synchronous: it is a table of the world. */
export interface Files {
  /** Undefined when there is no such file. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  append(path: string, text: string): void;
  remove(path: string): void;
  /** Undefined when there is nothing at that path. */
  stat(
    path: string,
  ):
    | { readonly kind: 'file' | 'directory'; readonly size: number; readonly modifiedMs: number; readonly mode: number }
    | undefined;
  /** Names in a directory, sorted; undefined when it is not one. */
  list(path: string): string[] | undefined;
  makeDirectory(path: string): void;
}

export interface Clock {
  /** World time in ms since the epoch. */
  nowMs(): number;
  /** Wall-clock ms since 1970 of world time 0. */
  readonly epochMs: number;
  /** Lets `ms` of world time pass at once; other terminals run in between. */
  sleep(ms: number): Promise<void>;
  /**
   * Waits until something may have happened in the world. `jump` moves the clock to the next timer (wait, rollout
   * status); `follow` lets the host move it with the wall clock (-w, -f), and sees that it moves at `untilMs` at the latest.
   * `idle`: nothing is ever going to happen.
   */
  next(mode: 'jump' | 'follow', untilMs?: number): Promise<'moved' | 'idle' | 'interrupted'>;
}

export interface ToolIo {
  /** Standard input as a whole; empty when there is none. */
  readonly stdin: string;
  /** True when standard input is the terminal and not a pipe, a file or a here-document. */
  readonly stdinIsTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly files: Files;
  readonly clock: Clock;
  interrupted(): boolean;
  /** Present when standard output is a terminal. */
  readonly tty: { readonly columns: number; readonly rows: number } | undefined;
  /** Opens the editor on a file and resolves when the person closes it; absent in scripts. */
  readonly edit?: (path: string) => Promise<void>;
  /** One line from the person (`read`, prompts); undefined at end of input. */
  readLine(): Promise<string | undefined>;
  /**
   * Runs a command, or an interactive shell when `argv` is one and standard input is a terminal, in another place of
   * the world (a container, a node), with that place's files and tools. Resolves with its exit code.
   */
  runIn(place: Place, argv: readonly string[], options: RunInOptions): Promise<number>;
}

export interface RunInOptions {
  readonly stdin: string;
  readonly interactive: boolean;
  /** Where its output goes, if not to the output of who runs it. */
  out?(text: string): void;
  err?(text: string): void;
}

/** What `runIn` resolves with when the runtime could not start the program: the sentence is printed already. */
export const NOT_STARTED = -1;

export interface Tool {
  readonly name: string;
  run(argv: readonly string[], io: ToolIo): Promise<number>;
  /** Candidates for the last word of `words`. */
  complete?(words: readonly string[], io: Pick<ToolIo, 'env' | 'cwd' | 'files'>): readonly string[];
}

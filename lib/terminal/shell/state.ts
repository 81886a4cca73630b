/**
 * What a shell remembers between two lines, as JSON. A session that was idle is dropped and opened again from this;
 * nothing of just-bash is in it.
 */

/** One array of the shell; keys of indexed arrays are decimal numbers. */
export interface SavedArray {
  readonly kind: 'indexed' | 'associative';
  readonly elements: readonly (readonly [string, string])[];
}

/** A job as the person sees it; the running part of it does not survive a restart. */
export interface SavedJob {
  readonly id: number;
  readonly pid: number;
  readonly text: string;
  readonly state: 'Running' | 'Done' | 'Terminated';
  readonly exitCode: number;
}

export interface ShellState {
  readonly cwd: string;
  /** Scalars, exported or not, aliases and positional parameters included. */
  readonly variables: readonly (readonly [string, string])[];
  readonly arrays: readonly (readonly [string, SavedArray])[];
  /** Names by attribute: exported, readonly, integer, … */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Source text by name. */
  readonly functions: readonly (readonly [string, string])[];
  /** Names of `set -o` and `shopt` options that are on. */
  readonly options: readonly string[];
  readonly directoryStack: readonly string[];
  readonly history: readonly string[];
  readonly jobs: readonly SavedJob[];
  readonly traps: readonly (readonly [string, string])[];
  readonly exitCode: number;
  /** `$_` and `$!`. */
  readonly lastArg: string;
  readonly lastBackgroundPid: number;
  readonly nextPid: number;
  /** Draws of chance so far, so that a rebuilt shell goes on where it was. */
  readonly draws: number;
  readonly exited: boolean;
}

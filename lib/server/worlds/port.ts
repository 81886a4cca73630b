/**
 * The one typed, asynchronous port between the main thread, which only moves bytes, and the workers in which worlds
 * and shells live. Every message is plain JSON.
 */

import type { ExecCall } from '../../sitting/exec.ts';
import type { ForeignAnswer } from '../../sitting/foreign.ts';
import type { Standing } from '../../sitting/opening.ts';
import type { InputId, RecordRow } from '../../sitting/record.ts';
import type { Snapshot } from '../../sitting/snapshot.ts';
import type { SittingView } from '../../sitting/view.ts';
import type { ApiRequest } from '../../world/apiserver/request.ts';
import type { Conversation } from '../../world/effect.ts';
import type { HttpExchange } from '../../world/http/exchange.ts';

export interface OpenSitting {
  readonly sittingId: string;
  readonly lab: string;
  readonly labVersion: string;
  /** Files of the lab folder of that version by relative path. */
  readonly labFiles: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly epochMs: number;
  /** Rows saved so far; empty for a new sitting. */
  readonly rows: readonly RecordRow[];
  /** The engine that it was last worked on with. */
  readonly engineVersion: number;
  /** What it goes on from instead of its start, and its start, when another engine began it. */
  readonly from?: PackedSnapshot;
  readonly first?: PackedSnapshot;
}

/** A snapshot as it is stored: its body is deflated. */
export interface PackedSnapshot extends Omit<Snapshot, 'body'> {
  readonly body: Uint8Array;
}

/** From the worker, unasked. */
export type WorkerEvent =
  | { readonly type: 'text'; readonly sittingId: string; readonly terminal: number; readonly text: string }
  | { readonly type: 'rows'; readonly sittingId: string; readonly rows: readonly RecordRow[] }
  /** To be kept, after the rows that came before it. */
  | { readonly type: 'snapshot'; readonly sittingId: string; readonly snapshot: PackedSnapshot }
  | { readonly type: 'view'; readonly sittingId: string; readonly view: SittingView }
  /** After every check, wherever it was made. */
  | { readonly type: 'grade'; readonly sittingId: string; readonly grade: GradeView }
  /** Said beside the terminal, never in it. */
  | { readonly type: 'note'; readonly sittingId: string; readonly terminal: number; readonly text: string }
  | { readonly type: 'files'; readonly sittingId: string; readonly changed: readonly string[] }
  /** To a client outside the terminals, by the number it gave its stream. */
  | { readonly type: 'stream'; readonly sittingId: string; readonly stream: number; readonly text: string }
  | { readonly type: 'streamEnded'; readonly sittingId: string; readonly stream: number }
  | {
      readonly type: 'exec';
      readonly sittingId: string;
      readonly stream: number;
      readonly channel: 'out' | 'err';
      readonly text: string;
    }
  | { readonly type: 'execEnded'; readonly sittingId: string; readonly stream: number; readonly exitCode: number }
  /** Started over by a word typed into a terminal: these replace what was there. */
  | {
      readonly type: 'restarted';
      readonly sittingId: string;
      readonly terminals: readonly { id: number; scrollback: string }[];
    }
  | { readonly type: 'edit'; readonly sittingId: string; readonly terminal: number; readonly path: string };

/** Asked of the worker that holds a sitting; each answers once. */
export interface WorldsPort {
  open(
    sitting: OpenSitting,
  ): Promise<{ view: SittingView; terminals: { id: number; scrollback: string }[]; standing: Standing }>;
  /** All of it as of now, once every line waits for the person or for the wall clock. */
  snapshot(sittingId: string): Promise<PackedSnapshot>;
  /** Drops the sitting from memory; its rows are saved already. */
  close(sittingId: string): Promise<void>;
  /** Bytes typed into a terminal. */
  keys(sittingId: string, terminal: number, id: InputId, text: string): Promise<void>;
  interrupt(sittingId: string, terminal: number): Promise<void>;
  resize(sittingId: string, terminal: number, columns: number, rows: number): Promise<void>;
  /** All terminals as they are now. */
  terminals(sittingId: string): Promise<readonly { id: number; scrollback: string }[]>;
  openTerminal(sittingId: string): Promise<{ id: number }>;
  /** Answers with the terminals that are left; the last one stays. */
  closeTerminal(sittingId: string, terminal: number): Promise<readonly number[]>;
  readFile(sittingId: string, path: string): Promise<string | undefined>;
  listFiles(sittingId: string): Promise<readonly { path: string; size: number }[]>;
  /** `closed`: the editor pane was closed, so a waiting `vi` or `kubectl edit` goes on. */
  writeFile(sittingId: string, id: InputId, path: string, text: string, editor: 'open' | 'closed'): Promise<void>;
  /** Server-side validation for the margin of the editor. */
  validate(
    sittingId: string,
    text: string,
  ): Promise<readonly { line: number; column: number; message: string; severity: 'error' | 'warning' }[]>;
  check(sittingId: string, id: InputId): Promise<GradeView>;
  hint(sittingId: string, id: InputId, task: string): Promise<SittingView>;
  answer(sittingId: string, id: InputId, task: string, value: string): Promise<SittingView>;
  pause(sittingId: string, id: InputId, state: 'paused' | 'running'): Promise<SittingView>;
  /** On the same seed, from the start; terminals are new afterwards. */
  reset(sittingId: string, id: InputId): Promise<SittingView>;
  finish(
    sittingId: string,
    id: InputId,
  ): Promise<{
    grade: GradeView;
    debrief: string;
    /** The lab's own flow through the broken and the finished world, as hoplab.trace/1 JSON. */
    traces?: { before: unknown; after: unknown };
  }>;
  /** Manifests and a command script in one go, on a fork of the start state unless `onSitting`. */
  submit(
    sittingId: string,
    id: InputId,
    submission: {
      manifests: readonly { path: string; text: string }[];
      commands: string;
      answers: Readonly<Record<string, string>>;
    },
  ): Promise<GradeView>;
  /** hoplab.trace/1 JSON; `from` and `to` as the trace command takes them. The sitting is not touched. */
  trace(sittingId: string, from: string, to: string): Promise<unknown>;
  /** Clients outside the terminals; see `Engine` of lib/sitting/engine.ts. `stream` is new with each call. */
  clientRequest(sittingId: string, stream: number, cluster: string, request: ApiRequest): Promise<ForeignAnswer>;
  clientExec(sittingId: string, stream: number, call: ExecCall): Promise<ForeignAnswer | undefined>;
  clientConverse(sittingId: string, conversation: Extract<Conversation, { kind: 'http' }>): Promise<HttpExchange>;
  clientKeys(sittingId: string, stream: number, text: string): Promise<void>;
  clientResize(sittingId: string, stream: number, columns: number, rows: number): Promise<void>;
  clientGone(sittingId: string, stream: number): Promise<void>;
  /** The line completion, from the tools' own declarations. */
  complete(
    sittingId: string,
    terminal: number,
    line: string,
    cursor: number,
  ): Promise<{ from: number; candidates: readonly string[] }>;
}

/** A grade as the page shows it; `lib/assessment/grade.ts` is the source. */
export interface GradeView {
  readonly score: number;
  readonly maxScore: number;
  readonly undecided: number;
  readonly engineVersion: number;
  readonly labVersion: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly points: number;
    readonly maxPoints: number;
    readonly findings: readonly {
      readonly check: string;
      readonly verdict: 'passed' | 'failed' | 'undecided' | 'error';
      readonly expected: string;
      readonly actual: string;
      readonly lookAt: string;
      /** The counterexample, as hoplab.trace/1 JSON, when the check has one. */
      readonly trace?: unknown;
    }[];
  }[];
}

/** What main thread and worker say to each other, and the few numbers they share without a message. */
import type { OpenSitting, WorkerEvent, WorldsPort } from './port.ts';

export type Method = keyof WorldsPort;
export type Opened = Awaited<ReturnType<WorldsPort['open']>>;

/** Main → worker. Calls of one sitting are started in this order. */
export interface Call {
  readonly n: number;
  readonly sittingId: string;
  /** Small number of the sitting, for the shared cell that says whose work runs. */
  readonly slot: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** What judged and simulated; the main thread does not load the engine and asks its workers. */
export interface Versions {
  readonly engine: number;
  readonly checker: number;
}

/** Worker → main. */
export type Report =
  | { readonly type: 'ready'; readonly versions: Versions }
  | { readonly type: 'answer'; readonly n: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly n: number; readonly code: string; readonly message: string }
  | { readonly type: 'event'; readonly event: WorkerEvent };

/** Cells of the shared Int32Array. */
export const CELL = {
  /** Counts the worker's heartbeats. */
  beats: 0,
  /** Slot of the sitting that ran last; of a worker that hangs, the one that hangs it. */
  slot: 1,
  /** The highest call number that was started. */
  started: 2,
  /** How long the worker may be silent now, ms. */
  allowanceMs: 3,
} as const;

export const BEAT_MS = 50;

/** A line may keep its thread for this long. */
export const LINE_LIMIT_MS = 2_000;
/** After Ctrl-C, this long. */
export const INTERRUPT_LIMIT_MS = 300;

const OURS: ReadonlySet<Method> = new Set(['check', 'finish', 'submit', 'reset', 'snapshot']);

/** What is ours, not the person's, may take longer: a first template, a rebuild, a grade on a loaded machine. */
export function allowanceMs(method: Method): number {
  if (method === 'open') return 30_000;
  return OURS.has(method) ? 10_000 : LINE_LIMIT_MS;
}

/** One open sitting inside a worker: the worlds port without the sitting's id. */
export type Engine = {
  [M in Exclude<Method, 'open'>]: WorldsPort[M] extends (sittingId: string, ...rest: infer R) => infer A
    ? (...rest: R) => A | Awaited<A>
    : never;
};

export type OpenEngine = (
  sitting: OpenSitting,
  emit: (event: WorkerEvent) => void,
) => Promise<{ readonly engine: Engine; readonly opened: Opened }>;

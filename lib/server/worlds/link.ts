/** The main thread's side of one worker: calls, events, and the watch over its heartbeat. */
import { Worker } from 'node:worker_threads';
import type { WorkerEvent } from './port.ts';
import {
  allowanceMs,
  BEAT_MS,
  type Call,
  CELL,
  INTERRUPT_LIMIT_MS,
  type Method,
  type Report,
  type Versions,
} from './protocol.ts';

/** A call failed in the worker; `code` says how. */
export class WorldError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The worker ended under a call. `started`: the call had begun, so it may be what ended it. */
export class WorkerLost extends Error {
  readonly started: boolean;
  /** The sitting that ended it. */
  readonly slot: number;

  constructor(started: boolean, slot: number) {
    super('the worker was ended');
    this.started = started;
    this.slot = slot;
  }
}

export interface LinkEvents {
  onEvent(event: WorkerEvent): void;
  /** A worker that stood is gone: it hung and was terminated, or it crashed. `slot` is the sitting that ran last. */
  onLost(slot: number): void;
}

export interface Link {
  call(sittingId: string, slot: number, method: Method, args: readonly unknown[]): Promise<unknown>;
  /** Known when the worker stands. */
  readonly versions: Promise<Versions>;
  /** From now on the worker has `INTERRUPT_LIMIT_MS` to show a heartbeat. */
  expectBeat(): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly n: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Room for what a grade makes and forgets (some 8 MB), so that the collector seldom runs within one: a third of it is one
 * of the two halves that V8 copies between. The benchmark gives itself the same.
 */
export const YOUNG_MB = 96;

export function openLink(script: string, events: LinkEvents): Link {
  const cells = new Int32Array(new SharedArrayBuffer(4 * Object.keys(CELL).length));
  cells[CELL.allowanceMs] = allowanceMs('open');
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const worker = new Worker(script, { workerData: { cells }, stdout: false, stderr: false, resourceLimits });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let haveVersions: (versions: Versions) => void = () => undefined;
  let noVersions: (error: Error) => void = () => undefined;
  const versions = new Promise<Versions>((resolve, reject) => {
    haveVersions = resolve;
    noVersions = reject;
  });
  versions.catch(() => undefined);
  let gone = false;
  let stood = false;

  const refusal = (started: boolean) =>
    stood
      ? new WorkerLost(started, Atomics.load(cells, CELL.slot))
      : new WorldError('NoWorker', `the worker ${script} does not start`);
  const lose = () => {
    if (gone) return;
    gone = true;
    clearInterval(watch);
    void worker.terminate();
    const started = Atomics.load(cells, CELL.started);
    for (const call of waiting.values()) call.reject(refusal(call.n <= started));
    noVersions(refusal(false));
    if (stood) events.onLost(Atomics.load(cells, CELL.slot));
  };
  const { watch, expectBeat } = watchBeats(cells, lose);
  worker.on('error', lose);
  worker.on('exit', lose);
  worker.on('message', (report: Report) => {
    if (gone) return;
    if (report.type === 'ready') {
      stood = true;
      haveVersions(report.versions);
    } else if (report.type === 'event') events.onEvent(report.event);
    else settle(waiting, report);
  });

  return {
    call: (sittingId, slot, method, args) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(refusal(false));
        const n = ++calls;
        waiting.set(n, { n, resolve, reject });
        worker.postMessage({ n, sittingId, slot, method, args } satisfies Call);
      }),
    versions,
    expectBeat,
    async close() {
      gone = true;
      clearInterval(watch);
      await worker.terminate();
    },
  };
}

function settle(waiting: Map<number, Waiting>, report: Extract<Report, { n: number }>): void {
  const call = waiting.get(report.n);
  waiting.delete(report.n);
  if (report.type === 'answer') call?.resolve(report.value);
  else call?.reject(new WorldError(report.code, report.message));
}

/**
 * Counts in ticks of this thread, not by the wall clock: on a machine so busy that this thread is late too, the worker
 * gets the same respite.
 */
function watchBeats(cells: Int32Array, onSilent: () => void) {
  let seen = 0;
  let silentTicks = 0;
  let interruptTicks: number | undefined;
  const watch = setInterval(() => {
    const beats = Atomics.load(cells, CELL.beats);
    if (beats !== seen) {
      seen = beats;
      silentTicks = 0;
      interruptTicks = undefined;
      return;
    }
    silentTicks++;
    if (interruptTicks !== undefined) interruptTicks++;
    const isLate = silentTicks * BEAT_MS > Atomics.load(cells, CELL.allowanceMs);
    if (isLate || (interruptTicks ?? 0) * BEAT_MS > INTERRUPT_LIMIT_MS) onSilent();
  }, BEAT_MS);
  watch.unref();
  return {
    watch,
    expectBeat: () => {
      interruptTicks ??= 0;
    },
  };
}

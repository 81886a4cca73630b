/** The worker's side of the worlds port: holds the engines of its sittings and beats while its thread is free. */
import type { MessagePort } from 'node:worker_threads';
import type { OpenSitting, WorkerEvent } from './port.ts';
import {
  allowanceMs,
  BEAT_MS,
  type Call,
  CELL,
  type Engine,
  type OpenEngine,
  type Report,
  type Versions,
} from './protocol.ts';

export function serveWorlds(port: MessagePort, cells: Int32Array, openEngine: OpenEngine, versions: Versions): void {
  const engines = new Map<string, Promise<Engine>>();
  const report = (message: Report) => port.postMessage(message);
  setInterval(() => Atomics.add(cells, CELL.beats, 1), BEAT_MS);

  const open = async (call: Call) => {
    // Not `call`: it holds the whole record, and this function lives as long as the sitting.
    const { slot } = call;
    const emit = (event: WorkerEvent) => {
      Atomics.store(cells, CELL.slot, slot);
      report({ type: 'event', event });
    };
    const opening = openEngine(call.args[0] as OpenSitting, emit);
    engines.set(
      call.sittingId,
      opening.then(({ engine }) => engine),
    );
    return (await opening).opened;
  };

  const run = async (call: Call): Promise<unknown> => {
    if (call.method === 'open') return open(call);
    const engine = await engines.get(call.sittingId);
    if (!engine) throw Object.assign(new Error(`sitting ${call.sittingId} is not open here`), { code: 'NotOpen' });
    // The cells are set again: another call may have run while this one waited for its engine.
    mark(cells, call);
    if (call.method === 'close') engines.delete(call.sittingId);
    const method = engine[call.method] as ((...args: readonly unknown[]) => unknown) | undefined;
    if (!method) throw Object.assign(new Error(`not modelled: ${call.method}`), { code: 'NotModelled' });
    return method.apply(engine, [...call.args]);
  };

  port.on('message', (call: Call) => {
    mark(cells, call);
    run(call).then(
      (value) => report({ type: 'answer', n: call.n, value }),
      (error: unknown) => report({ type: 'failure', n: call.n, ...describe(error) }),
    );
  });
  report({ type: 'ready', versions });
}

function mark(cells: Int32Array, call: Call): void {
  Atomics.store(cells, CELL.slot, call.slot);
  Atomics.store(cells, CELL.allowanceMs, allowanceMs(call.method));
  if (call.n > Atomics.load(cells, CELL.started)) Atomics.store(cells, CELL.started, call.n);
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'Failed', message: String(error) };
  const code = (error as { code?: unknown }).code;
  // What has a code is for the person; only what is our fault says where it happened.
  if (typeof code === 'string') return { code, message: error.message };
  return { code: 'Failed', message: error.stack ?? error.message };
}

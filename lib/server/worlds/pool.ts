/**
 * The worlds port over several workers. A sitting belongs to one worker. A worker that hangs is terminated, its
 * sittings are rebuilt from their records in a new one, and calls that had not started are made again there.
 */
import { type Link, openLink, WorkerLost, WorldError } from './link.ts';
import type { OpenSitting, WorkerEvent, WorldsPort } from './port.ts';
import type { Method, Opened, Versions } from './protocol.ts';

export interface PoolOptions {
  /** Path of the bundled worker. */
  readonly script: string;
  /** Workers; at least one. */
  readonly size: number;
  onEvent(event: WorkerEvent): void;
  /** The sitting's work hung or crashed its worker: to be written into its record before `reload`. */
  onTerminated(sittingId: string): Promise<void>;
  /** The sitting as its record has it now. */
  reload(sittingId: string): Promise<OpenSitting>;
  /** A sitting stands again after its worker was lost. */
  onRebuilt(sittingId: string, opened: Opened): void;
  /** A sitting could not be rebuilt; it is closed. */
  onFailed(sittingId: string, error: unknown): void;
}

export interface Pool extends WorldsPort {
  versions(): Promise<Versions>;
  shutdown(): Promise<void>;
}

/** Methods that need nothing but their worker. */
const PASSED = [
  'keys',
  'resize',
  'terminals',
  'snapshot',
  'openTerminal',
  'closeTerminal',
  'readFile',
  'listFiles',
  'writeFile',
  'validate',
  'check',
  'hint',
  'answer',
  'pause',
  'reset',
  'finish',
  'submit',
  'trace',
  'complete',
  'clientRequest',
  'clientExec',
  'clientConverse',
  'clientKeys',
  'clientResize',
  'clientGone',
] as const satisfies readonly Method[];

interface Seat {
  readonly slot: number;
  readonly sittingId: string;
  readonly desk: Desk;
  state: 'opening' | 'open';
  /** Resolves when the sitting stands in its desk's worker. */
  ready: Promise<unknown>;
}

interface Desk {
  link: Link;
}

export function createPool(options: PoolOptions): Pool {
  const seats = new Map<string, Seat>();
  let slots = 0;

  const seatsOf = (desk: Desk) => [...seats.values()].filter((seat) => seat.desk === desk);
  const startLink = (desk: () => Desk): Link =>
    openLink(options.script, { onEvent: options.onEvent, onLost: (slot) => rebuild(desk(), slot) });
  const desks = Array.from({ length: Math.max(1, options.size) }, () => {
    const desk: Desk = { link: startLink(() => desk) };
    return desk;
  });

  /** Puts every sitting of a lost worker into a new one; `slot` is the one whose work ended it. */
  const rebuild = (desk: Desk, slot: number) => {
    desk.link = startLink(() => desk);
    for (const seat of seatsOf(desk).filter(({ state }) => state === 'open')) {
      seat.ready = rebuildSeat(seat, seat.slot === slot);
      seat.ready.catch((error: unknown) => {
        seats.delete(seat.sittingId);
        options.onFailed(seat.sittingId, error);
      });
    }
  };
  const rebuildSeat = async (seat: Seat, isCulprit: boolean) => {
    seat.state = 'opening';
    if (isCulprit) await options.onTerminated(seat.sittingId);
    const sitting = await options.reload(seat.sittingId);
    options.onRebuilt(seat.sittingId, await openIn(seat, sitting));
  };

  const getSeat = (sittingId: string): Seat => {
    const seat = seats.get(sittingId);
    if (!seat) throw new WorldError('NotOpen', `sitting ${sittingId} is not open`);
    return seat;
  };
  const call = async (method: Method, sittingId: string, args: readonly unknown[]): Promise<unknown> => {
    const seat = getSeat(sittingId);
    await seat.ready;
    try {
      return await seat.desk.link.call(sittingId, seat.slot, method, args);
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error;
      const isRepeatable = !error.started || (error.slot !== seat.slot && REPEATABLE.has(method));
      if (!isRepeatable) return terminated(method);
      return call(method, sittingId, args);
    }
  };
  const open = async (sitting: OpenSitting): Promise<Opened> => {
    const { sittingId } = sitting;
    const desk = leastBusy(desks, (candidate) => seatsOf(candidate).length);
    const seat: Seat = { slot: ++slots, sittingId, desk, state: 'opening', ready: Promise.resolve() };
    seats.set(sittingId, seat);
    const opening = openIn(seat, sitting);
    seat.ready = opening;
    try {
      return await opening;
    } catch (error) {
      seats.delete(sittingId);
      throw error;
    }
  };
  const close = async (sittingId: string) => {
    const seat = seats.get(sittingId);
    if (!seat) return;
    // Free at once: the same sitting may be opened again before the old one is gone.
    seats.delete(sittingId);
    await seat.ready;
    await seat.desk.link.call(sittingId, seat.slot, 'close', []);
  };
  const interrupt = async (sittingId: string, terminal: number) => {
    getSeat(sittingId).desk.link.expectBeat();
    await call('interrupt', sittingId, [terminal]);
  };
  const shutdown = async () => {
    await Promise.all(desks.map((desk) => desk.link.close()));
  };
  const pass = Object.fromEntries(
    PASSED.map((method) => [method, (sittingId: string, ...args: unknown[]) => call(method, sittingId, args)]),
  ) as unknown as Pick<WorldsPort, (typeof PASSED)[number]>;
  const versions = () => (desks[0] as Desk).link.versions;
  return { ...pass, versions, open, close, interrupt, shutdown };
}

/** A worker that another sitting ends meanwhile is no reason to fail. */
async function openIn(seat: Seat, sitting: OpenSitting): Promise<Opened> {
  try {
    const opened = await seat.desk.link.call(seat.sittingId, seat.slot, 'open', [sitting]);
    seat.state = 'open';
    return opened as Opened;
  } catch (error) {
    if (error instanceof WorkerLost && error.slot !== seat.slot) return openIn(seat, sitting);
    throw error;
  }
}

/** Begun and lost with the worker through another's fault, these may be asked again. */
const REPEATABLE: ReadonlySet<Method> = new Set([
  'check',
  'complete',
  'listFiles',
  'readFile',
  'resize',
  'trace',
  'validate',
]);

/** Keys that were being worked on end with the line they started; whoever waits for a result is told. */
function terminated(method: Method): undefined {
  if (method === 'keys' || method === 'interrupt' || method === 'resize') return undefined;
  throw new WorldError('Terminated', 'the work used more time than it may');
}

function leastBusy(desks: readonly Desk[], load: (desk: Desk) => number): Desk {
  return desks.reduce((best, desk) => (load(desk) < load(best) ? desk : best));
}

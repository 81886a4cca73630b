/**
 * A sitting as a value: its world, and what stands around the world (terminals, hints, answers). What is restored shares
 * with the template of its variant whatever is the same in both, so that it is no larger than one that was replayed.
 */
import type { Grade } from '../assessment/grade.ts';
import type { ShellState } from '../terminal/shell/state.ts';
import { sameJson } from '../world/sim/same-json.ts';
import { ENGINE_VERSION, type World, type WorldSnapshot } from '../world/world.ts';

export const SNAPSHOT_FORMAT = 1;

/** One terminal between two lines. */
export interface SavedTerminal {
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly scrollback: string;
  readonly shell: ShellState;
}

export interface Session {
  /** Moments at which an input could have been taken so far; a replay from here counts on. */
  readonly ticks: number;
  readonly pace: 'paused' | 'running';
  readonly finished: boolean;
  readonly hints: readonly (readonly [string, number])[];
  readonly answers: Readonly<Record<string, string>>;
  readonly grade?: Grade;
  /** Of what was handed in last. */
  readonly submission?: Grade;
  readonly terminals: readonly SavedTerminal[];
  /** `Busy`: something ran or was half typed in a terminal, and ends when this is restored. */
  readonly state: 'Quiet' | 'Busy';
}

/** As it is stored, before compression. */
export interface Snapshot {
  /** The last row of the record that it contains. */
  readonly seq: number;
  readonly format: number;
  readonly engineVersion: number;
  /** `World.hash`. */
  readonly hash: string;
  readonly body: string;
}

/** What a sitting goes on from, instead of the start of its variant. */
export interface Restored {
  readonly seq: number;
  readonly world: World;
  /** The start state of the engine that the sitting began with. */
  readonly start?: World;
  readonly session?: Session;
  /** Highest clientSeq taken, by client. */
  readonly marks?: readonly (readonly [string, number])[];
  /** Of one that only rested in this process: what no snapshot has. */
  readonly rested?: Rested;
}

/** What is known of a sitting that rests, beside its world and its session. */
export interface Rested {
  readonly kept: KeptSoFar;
  /** Wall-clock ms of the last input. */
  readonly lastInputMs: number;
  readonly lastExec: number;
}

/** What of a sitting was saved as a whole, and what is to be. */
export interface KeptSoFar {
  /** Effects since the last snapshot. */
  readonly effects: number;
  readonly start: 'Unsaved' | 'Saved';
  readonly wanted: 'Soon' | 'WhenDue';
}

interface Body {
  readonly world: WorldSnapshot;
  readonly session?: Session;
}

/** The keys of objects keep the order they have: what a command prints may show it. The hash does not depend on it. */
export function takeSnapshot(world: World, seq: number, session?: Session): Snapshot {
  const body: Body = { world: world.snapshot(), ...(session ? { session } : {}) };
  return {
    seq,
    format: SNAPSHOT_FORMAT,
    engineVersion: ENGINE_VERSION,
    hash: world.hash(),
    body: JSON.stringify(body),
  };
}

/** Start states as text: all sittings of a variant begin with the same but for their epoch. */
const starts = new WeakMap<World, { readonly hash: string; readonly head: object; readonly tables: string }>();

/** The start of a sitting; `template` is that of its variant, whose text is made once. */
export function takeStart(template: World, epochMs: number): Snapshot {
  const { hash, head, tables } = starts.get(template) ?? writeStart(template);
  const world = `${JSON.stringify({ ...head, epochMs }).slice(0, -1)},"tables":${tables}}`;
  return { seq: 0, format: SNAPSHOT_FORMAT, engineVersion: ENGINE_VERSION, hash, body: `{"world":${world}}` };
}

function writeStart(template: World) {
  const { tables, ...head } = template.snapshot();
  const written = { hash: template.hash(), head, tables: JSON.stringify(tables) };
  starts.set(template, written);
  return written;
}

/** The world and the session of a snapshot over a world of the same variant. */
export function restoreSnapshot(snapshot: Snapshot, like: World): Pick<Restored, 'seq' | 'world' | 'session'> {
  const { world, session } = JSON.parse(snapshot.body) as Body;
  return { seq: snapshot.seq, world: sharing(world, like), ...(session ? { session } : {}) };
}

function sharing({ tables, epochMs }: WorldSnapshot, like: World): World {
  const restored = like.at(epochMs);
  for (const name of new Set([...restored.state.tableNames(), ...Object.keys(tables)])) {
    const table = restored.state.table(name);
    const wanted = new Map(tables[name] ?? []);
    for (const [key] of table.entries()) if (!wanted.has(key)) table.delete(key);
    for (const [key, value] of wanted) if (!sameJson(table.get(key), value)) table.set(key, value);
  }
  return restored;
}

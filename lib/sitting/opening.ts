/**
 * How a stored sitting is opened. By the engine that wrote it: from its start, or from where that engine took it over.
 * By a newer one: from its newest snapshot and the effects after it, as long as they still give what was recorded.
 */
import { fingerprint } from '../world/sim/fingerprint.ts';
import { ENGINE_VERSION, type World } from '../world/world.ts';
import { effectOf, inputOf, isInput, type RecordRow } from './record.ts';
import { type Restored, restoreSnapshot, type Session, SNAPSHOT_FORMAT, type Snapshot } from './snapshot.ts';
import type { Beginning, Template } from './templates.ts';

export interface Stored {
  /** The whole record. */
  readonly rows: readonly RecordRow[];
  /** The engine that it was last worked on with. */
  readonly engineVersion: number;
  /** What it goes on from: the newest snapshot, or the one at which this engine took it over. */
  readonly from?: Snapshot;
  /** The start state, by the engine that it began with. */
  readonly first?: Snapshot;
}

/** How a sitting stands after it was opened. */
export type Standing =
  | { readonly kind: 'Same' }
  /** A newer engine took it over. */
  | { readonly kind: 'Continued'; readonly from: number; readonly to: number }
  /** It is shown as it was at its last snapshot, and takes no input. `why` is for us, not for the person. */
  | { readonly kind: 'ReadOnly'; readonly why: string };

export interface Opening {
  readonly template: Beginning;
  /** Rows whose inputs are given again. */
  readonly rows: readonly RecordRow[];
  readonly standing: Standing;
}

/** This engine cannot open the sitting at all; the sentence is for the person. */
export class CannotOpen extends Error {
  readonly code: 'NewerEngine' | 'OlderEngine';

  constructor(code: CannotOpen['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws `CannotOpen`. */
export function openStored(template: Template, epochMs: number, stored: Stored): Opening {
  const { rows, engineVersion, from } = stored;
  if (engineVersion > ENGINE_VERSION || (from?.format ?? 0) > SNAPSHOT_FORMAT) throw newer(engineVersion);
  if (engineVersion < ENGINE_VERSION) return takeOver(template, epochMs, stored);
  if (!from) return { template, rows, standing: { kind: 'Same' } };
  const restored = restoreSnapshot(from, template.start);
  const marks = marksOf(rows.filter(({ seq }) => seq <= from.seq));
  return {
    template: { ...template, from: { ...restored, ...startOf(template, stored), marks } },
    rows: rows.filter(({ seq }) => seq > from.seq),
    standing: { kind: 'Same' },
  };
}

function takeOver(template: Template, epochMs: number, stored: Stored): Opening {
  const { rows, from, engineVersion } = stored;
  const continued: Standing = { kind: 'Continued', from: engineVersion, to: ENGINE_VERSION };
  const seq = rows.at(-1)?.seq ?? 0;
  const known = { ...startOf(template, stored), marks: marksOf(rows) };
  if (rows.length === 0) {
    const world = template.start.at(epochMs);
    return { template: { ...template, from: { seq, world } }, rows: [], standing: continued };
  }
  if (!from) throw older(engineVersion);
  const restored = restoreSnapshot(from, template.start);
  const folded = fold(restored, known.start ?? template.start.at(epochMs), rows);
  if (folded.kind === 'Folded' && restored.world.hash() === from.hash) {
    const { world, session } = folded;
    return {
      template: { ...template, from: { ...known, seq, world, ...(session ? { session } : {}) } },
      rows: [],
      standing: continued,
    };
  }
  const why = folded.kind === 'Differs' ? folded.why : `the snapshot at ${from.seq} has another hash`;
  return {
    template: { ...template, from: { ...known, ...restored, seq } },
    rows: [],
    standing: { kind: 'ReadOnly', why },
  };
}

type Folded =
  | { readonly kind: 'Folded'; readonly world: World; readonly session: Session | undefined }
  | { readonly kind: 'Differs'; readonly why: string };

/** The world fold: no shell, no tools; effects and the inputs that need neither. `restored` is not touched. */
export function fold(
  { seq, world, session }: Omit<Restored, 'marks'>,
  start: World,
  rows: readonly RecordRow[],
): Folded {
  let now = world.fork();
  let around = session;
  for (const row of rows) {
    if (row.seq <= seq) continue;
    const deed = effectOf(row);
    if (deed) {
      const hash = fingerprint(now.perform(deed.effect));
      if (hash !== deed.hash)
        return { kind: 'Differs', why: `the effect at ${row.seq} gives ${hash}, not ${deed.hash}` };
    } else if (row.kind === 'restarted') {
      now = start.fork();
      around = around && { ...around, answers: {}, terminals: [] };
    } else if (isInput(row)) around = around && after(around, row);
  }
  return { kind: 'Folded', world: now, session: around };
}

function after(session: Session, row: RecordRow): Session {
  const input = inputOf(row);
  switch (input.kind) {
    case 'hint': {
      const opened = new Map(session.hints);
      return { ...session, hints: [...opened.set(input.task, (opened.get(input.task) ?? 0) + 1)] };
    }
    case 'answer':
      return { ...session, answers: { ...session.answers, [input.task]: input.value } };
    case 'pause':
      return { ...session, pace: input.state };
    case 'finish':
      return { ...session, finished: true };
    case 'close': {
      const left = session.terminals.filter(({ id }) => id !== input.terminal);
      return left.length === 0 ? session : { ...session, terminals: left };
    }
    case 'keys':
      // What was typed and not saved with the session is not on the screen, so the line before it is over.
      return { ...session, state: 'Busy' };
    default:
      return session;
  }
}

function startOf(template: Template, { first }: Stored): { start?: World } {
  return first ? { start: restoreSnapshot(first, template.start).world } : {};
}

function marksOf(rows: readonly RecordRow[]): [string, number][] {
  const marks = new Map<string, number>();
  for (const { clientId, clientSeq = 0 } of rows) {
    if (clientId !== undefined) marks.set(clientId, Math.max(clientSeq, marks.get(clientId) ?? 0));
  }
  return [...marks];
}

function newer(engineVersion: number): CannotOpen {
  return new CannotOpen(
    'NewerEngine',
    `This sitting was last worked on with a newer Hoplab (engine ${engineVersion}; this server has engine ${ENGINE_VERSION}). ` +
      'Nothing of it is lost: it opens when the server is upgraded.',
  );
}

function older(engineVersion: number): CannotOpen {
  return new CannotOpen(
    'OlderEngine',
    `This sitting began with an older Hoplab (engine ${engineVersion}; this server has engine ${ENGINE_VERSION}) and ` +
      'no state of it was saved that this one can read. That is our fault. What you did is kept; start the lab again to go on.',
  );
}

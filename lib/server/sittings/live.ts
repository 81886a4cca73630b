/** A sitting that stands in a worker now: who watches it, what it shows, and what of it is saved. */

import type { Standing } from '../../sitting/opening.ts';
import type { InputId, RecordRow } from '../../sitting/record.ts';
import type { SittingView } from '../../sitting/view.ts';
import type { Notice, ServerMessage } from '../../sitting/wire.ts';
import type { GradeView } from '../worlds/port.ts';
import type { Opened } from '../worlds/protocol.ts';
import type { Lease } from './record.ts';
import { createScrollback, type Scrollback } from './scrollback.ts';
import type { StoredSitting } from './store.ts';

/** One connected page. */
export interface Watcher {
  send(message: ServerMessage): void;
  /** Ends the connection; the page connects again. */
  close(): void;
}

export interface Live {
  readonly stored: StoredSitting;
  readonly lease: Lease;
  readonly addressHash: string;
  readonly watchers: Set<Watcher>;
  readonly terminals: Map<number, Scrollback>;
  /** Highest clientSeq by clientId: handed to the worker, and in the database. */
  readonly dispatched: Map<string, number>;
  readonly saved: Map<string, number>;
  /** Answers of the last inputs, for those that are sent twice. */
  readonly answers: Map<string, Promise<unknown>>;
  /** While it is rebuilt, what it says again is not shown. */
  phase: 'standing' | 'rebuilding';
  view: SittingView;
  standing: Standing;
  grade: GradeView | undefined;
  lastSeq: number;
  /** Up to here it was opened, or saved as a whole since. */
  keptSeq: number;
  lastWorldMs: number;
  /** Where something was typed last. */
  lastTerminal: number;
  /** Resolves when all that came so far is in the database. */
  written: Promise<void>;
  usedAtMs: number;
}

export interface NewLive extends Pick<Live, 'stored' | 'lease' | 'addressHash' | 'grade'> {
  readonly rows: readonly RecordRow[];
  readonly opened: Opened;
}

export function createLive({ rows, opened, ...known }: NewLive): Live {
  const live: Live = {
    ...known,
    phase: 'standing',
    watchers: new Set(),
    terminals: new Map(),
    dispatched: new Map(),
    saved: new Map(),
    answers: new Map(),
    view: opened.view,
    standing: opened.standing,
    keptSeq: rows.at(-1)?.seq ?? 0,
    lastSeq: 0,
    lastWorldMs: 0,
    lastTerminal: 1,
    written: Promise.resolve(),
    usedAtMs: Date.now(),
  };
  noteRows(live, rows);
  noteSaved(live, rows);
  restart(live, opened);
  return live;
}

/** The engine was built anew: what it shows replaces what was shown, and unsaved input may be sent again. */
export function restart(live: Live, opened: Opened): void {
  live.phase = 'standing';
  live.view = opened.view;
  live.standing = opened.standing;
  replaceTerminals(live, opened.terminals);
  live.dispatched.clear();
  for (const [clientId, seq] of live.saved) live.dispatched.set(clientId, seq);
}

/** What the terminals show is replaced, as after a reset. */
export function replaceTerminals(live: Live, terminals: readonly { id: number; scrollback: string }[]): void {
  live.terminals.clear();
  for (const { id, scrollback } of terminals) live.terminals.set(id, createScrollback(scrollback));
}

export function noteRows(live: Live, rows: readonly RecordRow[]): void {
  const last = rows.at(-1);
  if (!last) return;
  live.lastSeq = last.seq;
  live.lastWorldMs = last.worldMs;
  live.lastTerminal = rows.findLast((row) => row.kind === 'keys')?.terminal ?? live.lastTerminal;
}

/** Answers the clients whose mark rose. */
export function noteSaved(live: Live, rows: readonly RecordRow[]): InputId[] {
  const risen = new Map<string, number>();
  for (const { clientId, clientSeq } of rows) {
    if (clientId === undefined || clientSeq === undefined) continue;
    if (clientSeq <= (live.saved.get(clientId) ?? 0)) continue;
    live.saved.set(clientId, clientSeq);
    risen.set(clientId, clientSeq);
  }
  return [...risen].map(([clientId, clientSeq]) => ({ clientId, clientSeq }));
}

export function broadcast(live: Live, message: ServerMessage): void {
  for (const watcher of live.watchers) watcher.send(message);
}

export function hello(live: Live): ServerMessage {
  const terminals = [...live.terminals].map(([id, scrollback]) => ({ id, scrollback: scrollback.text() }));
  const notice = noticeOf(live);
  return { t: 'hello', terminals, view: plain(live.view), ...(notice ? { notice } : {}) };
}

/** What the person has to know of an upgrade. */
export function noticeOf({ standing }: Live): Notice | undefined {
  switch (standing.kind) {
    case 'Same':
      return undefined;
    case 'Continued':
      return {
        kind: 'continued',
        text: 'Hoplab was upgraded since you were here. Your work goes on where it was saved; what still ran in a terminal has ended.',
      };
    case 'ReadOnly':
      return {
        kind: 'read-only',
        text:
          'Hoplab was upgraded and cannot go on with this sitting exactly as it was. You see it as it was saved last, and ' +
          'nothing in it can be changed. That is our fault, and we have been told. Start the lab again to go on working.',
      };
    default:
      return standing satisfies never;
  }
}

export function appendText(live: Live, terminal: number, text: string): void {
  const scrollback = live.terminals.get(terminal) ?? createScrollback('');
  live.terminals.set(terminal, scrollback);
  scrollback.write(text);
  broadcast(live, { t: 'text', terminal, data: text });
}

/** The view as the wire has it: what is not there is left out. */
export function plain<T>(value: T): WithoutUndefined<T> {
  return JSON.parse(JSON.stringify(value)) as WithoutUndefined<T>;
}

type WithoutUndefined<T> = T extends readonly (infer Item)[]
  ? readonly WithoutUndefined<Item>[]
  : T extends object
    ? { [K in keyof T as undefined extends T[K] ? never : K]: WithoutUndefined<T[K]> } & {
        [K in keyof T as undefined extends T[K] ? K : never]?: WithoutUndefined<Exclude<T[K], undefined>>;
      }
    : T;

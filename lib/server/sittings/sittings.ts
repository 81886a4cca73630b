/** Sittings over their records: opens them in a worker, saves what they write, and tells whoever watches. */

import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { RecordRow } from '../../sitting/record.ts';
import type { Database } from '../database.ts';
import { GUEST_OPEN_SITTINGS, LimitExceeded } from '../limits.ts';
import { createPool, type Pool } from '../worlds/pool.ts';
import type { GradeView, OpenSitting, PackedSnapshot, WorkerEvent } from '../worlds/port.ts';
import type { Opened } from '../worlds/protocol.ts';
import { type ClientEvent, Clients } from './clients.ts';
import { type Holder, releaseLease, takeLease } from './lease.ts';
import {
  appendText,
  broadcast,
  createLive,
  hello,
  type Live,
  noteRows,
  noteSaved,
  plain,
  replaceTerminals,
  restart,
} from './live.ts';
import { createRecord, LeaseLost, readRecord, type SittingRecord } from './record.ts';
import { type Origin, readOrigin, saveSnapshot } from './snapshots.ts';
import {
  type Debrief,
  findLastGrade,
  findSitting,
  type NewSubmission,
  type Scope,
  type StoredSitting,
  saveSubmission,
} from './store.ts';
import { createTranscripts, type Transcripts } from './transcript.ts';

/** How long a sitting may take to be saved before it leaves memory, ms. */
const KEEP_LIMIT_MS = 4_000;
const REST_AFTER_MS = 20_000;

/** There is no such sitting, or not for this person. */
export class UnknownSitting extends Error {
  readonly code = 'not_found';
}

export interface SittingsOptions {
  readonly database: Database;
  readonly holder: Holder;
  /** Path of the bundled worker, and how many of it. */
  readonly script: string;
  readonly workers: number;
  /** Group commits gather for this long, ms. */
  readonly gatherMs: number;
  onTrouble(error: unknown): void;
}

export class Sittings {
  readonly pool: Pool;
  readonly onTrouble: (error: unknown) => void;
  readonly clients: Clients;
  readonly #options: SittingsOptions;
  readonly #prisma: PrismaClient;
  readonly #record: SittingRecord;
  readonly #transcripts: Transcripts;
  readonly #opening = new Map<string, Promise<Live>>();
  readonly #live = new Map<string, Live>();
  /** Folders of labs by version, as long as a sitting holds them. */
  readonly #folders = new Map<string, WeakRef<StoredSitting['labFiles']>>();
  readonly #closing = new Map<string, Promise<void>>();
  /** Sittings that are being saved before they go. */
  readonly #leaving = new Map<string, Live>();
  /** What is to be written of sittings that are just being opened. */
  readonly #early = new Map<string, WorkerEvent[]>();

  constructor(options: SittingsOptions) {
    this.#options = options;
    this.onTrouble = options.onTrouble;
    this.#prisma = options.database.prisma;
    this.#record = createRecord(this.#prisma, { gatherMs: options.gatherMs, onTrouble: options.onTrouble });
    this.#transcripts = createTranscripts(this.#prisma);
    this.pool = createPool({
      script: options.script,
      size: options.workers,
      onEvent: (event) => this.#onEvent(event),
      onTerminated: (sittingId) => this.#writeTerminated(sittingId),
      reload: (sittingId) => this.#reload(sittingId),
      onRebuilt: (sittingId, opened) => this.#onRebuilt(sittingId, opened),
      onFailed: (sittingId, error) => {
        options.onTrouble(error);
        const sitting = this.#live.get(sittingId);
        if (sitting) this.#drop(sitting);
      },
    });
    this.clients = new Clients(this.pool, options.onTrouble);
  }

  /** The sitting, standing in a worker; opened from its record when it is not. `addressHash` is whom it counts for. */
  async open(scope: Scope, sittingId: string, addressHash: string): Promise<Live> {
    const stored = await findSitting(this.#prisma, scope, sittingId);
    if (!stored) throw new UnknownSitting('There is no such sitting, or it belongs to somebody else.');
    let opening = this.#opening.get(sittingId);
    if (!opening) {
      opening = this.#openNew(stored, addressHash);
      this.#opening.set(sittingId, opening);
      opening.catch(() => this.#opening.delete(sittingId));
    }
    const sitting = await opening;
    sitting.usedAtMs = Date.now();
    return sitting;
  }

  /** The same without asking whose it is: `personId` owns it. A sitting that stands needs no look-up. */
  async openOwned(personId: string, sittingId: string, addressHash: string): Promise<Live> {
    const standing = this.#live.get(sittingId);
    if (!standing) return this.open({ personId }, sittingId, addressHash);
    standing.usedAtMs = Date.now();
    return standing;
  }

  /** Resolves when all that the sitting wrote so far is in the database. */
  async saved(sitting: Live): Promise<void> {
    for (let written: Promise<void> | undefined; written !== sitting.written; ) {
      written = sitting.written;
      await written;
    }
  }

  /** Drops sittings nobody has used for `idleMs`; their records have everything. */
  closeIdle(idleMs: number): void {
    for (const sitting of this.#live.values()) {
      if (sitting.usedAtMs < Date.now() - REST_AFTER_MS) {
        for (const scrollback of sitting.terminals.values()) scrollback.rest();
      }
      const isWatched = sitting.watchers.size > 0 || this.clients.has(sitting.stored.id);
      if (!isWatched && sitting.usedAtMs < Date.now() - idleMs) this.#drop(sitting);
    }
  }

  /** Writes what people saw since the last time. */
  async writeTranscripts(): Promise<void> {
    await this.#transcripts.flush();
  }

  /** Writes what is left, gives the leases back and ends the workers. */
  async shutdown(): Promise<void> {
    const all = [...this.#live.values()];
    for (const sitting of all) {
      for (const watcher of sitting.watchers) watcher.close();
      this.clients.end(sitting.stored.id);
    }
    await Promise.allSettled(all.map((sitting) => this.#keepLast(sitting, KEEP_LIMIT_MS)));
    await this.pool.shutdown();
    await Promise.allSettled(all.map((sitting) => this.saved(sitting)));
    await this.#transcripts.flush();
    for (const sitting of all) await releaseLease(this.#prisma, sitting.lease);
  }

  async #openNew(found: StoredSitting, addressHash: string): Promise<Live> {
    const stored = this.#withSharedFolder(found);
    this.#makeRoom(addressHash);
    await this.#closing.get(stored.id);
    const lease = await takeLease(this.#prisma, this.#options.holder, stored.id);
    const [toOpen, grade] = await Promise.all([this.#load(stored), findLastGrade(this.#prisma, stored.id)]);
    this.#early.set(stored.id, []);
    try {
      const opened = await this.pool.open(toOpen);
      // Nothing is awaited from here on: the worker's next event finds the sitting.
      const sitting = createLive({ stored, lease, addressHash, rows: toOpen.rows, opened, grade });
      this.#live.set(stored.id, sitting);
      for (const event of this.#early.get(stored.id) ?? []) this.#onEvent(event);
      this.#report(sitting);
      return sitting;
    } finally {
      this.#early.delete(stored.id);
    }
  }

  /** Sittings of one version of a lab hold one copy of its folder. */
  #withSharedFolder(found: StoredSitting): StoredSitting {
    const labFiles = this.#folders.get(found.labVersion)?.deref() ?? found.labFiles;
    this.#folders.set(found.labVersion, new WeakRef(labFiles));
    return { ...found, labFiles };
  }

  /** An address holds at most five sittings at once: the one unused for longest goes, unless all are being watched. */
  #makeRoom(addressHash: string): void {
    const own = [...this.#live.values()].filter((sitting) => sitting.addressHash === addressHash);
    if (own.length < GUEST_OPEN_SITTINGS) return;
    const unwatched = own.filter((sitting) => sitting.watchers.size === 0).sort((a, b) => a.usedAtMs - b.usedAtMs)[0];
    if (!unwatched) {
      throw new LimitExceeded(
        `${GUEST_OPEN_SITTINGS} labs are open from your address. Close the page of one, then open this one again.`,
        10,
      );
    }
    this.#drop(unwatched);
  }

  #onEvent(event: WorkerEvent): void {
    const sitting = this.#live.get(event.sittingId) ?? this.#leaving.get(event.sittingId);
    if (event.type === 'rows') {
      if (sitting) this.#append(sitting, event.rows);
      else this.#early.get(event.sittingId)?.push(event);
    } else if (event.type === 'snapshot') {
      if (sitting) this.#keep(sitting, event.snapshot);
      else this.#early.get(event.sittingId)?.push(event);
    } else if ('stream' in event) {
      this.clients.hear(event);
    } else if (sitting?.phase === 'standing') {
      this.#show(sitting, event);
    }
  }

  #show(sitting: Live, event: Exclude<WorkerEvent, ClientEvent | { type: 'rows' | 'snapshot' }>): void {
    switch (event.type) {
      case 'text':
        appendText(sitting, event.terminal, event.text);
        this.#transcripts.add(event.sittingId, event.terminal, event.text);
        break;
      case 'view':
        sitting.view = event.view;
        broadcast(sitting, { t: 'view', view: plain(event.view) });
        break;
      case 'grade':
        this.#keepGrade(sitting, event.grade);
        break;
      case 'files':
        broadcast(sitting, { t: 'files', changed: event.changed });
        break;
      case 'restarted':
        replaceTerminals(sitting, event.terminals);
        broadcast(sitting, hello(sitting));
        break;
      case 'edit':
        broadcast(sitting, { t: 'edit', terminal: event.terminal, path: event.path });
        break;
      case 'note':
        broadcast(sitting, { t: 'note', terminal: event.terminal, text: event.text });
        break;
      default:
        event satisfies never;
    }
  }

  /** The sitting as the database has it, for the engine that runs. */
  async #load(stored: StoredSitting): Promise<OpenSitting> {
    const { engine } = await this.pool.versions();
    const rows = await readRecord(this.#prisma, stored.id);
    const origin = await readOrigin(this.#prisma, stored.id, stored.engineVersion, rows, engine);
    return toOpen(stored, rows, origin);
  }

  /** What cannot go on after an upgrade is our fault. */
  #report({ stored, standing }: Live): void {
    if (standing.kind !== 'ReadOnly') return;
    this.#options.onTrouble(new Error(`sitting ${stored.id} of an older engine is read-only: ${standing.why}`));
  }

  /** After the rows that it contains. */
  #keep(sitting: Live, snapshot: PackedSnapshot): Promise<void> {
    const rows = sitting.written;
    sitting.keptSeq = Math.max(sitting.keptSeq, snapshot.seq);
    return this.#write(sitting, async () => {
      await rows;
      await saveSnapshot(this.#prisma, sitting.lease, snapshot);
    });
  }

  /** Saves it as a whole before it leaves memory, so that any later engine can go on from there. */
  async #keepLast(sitting: Live, limitMs: number): Promise<void> {
    if (sitting.standing.kind === 'ReadOnly' || sitting.lastSeq <= sitting.keptSeq) return;
    // A line that never waits is in the record; it is not waited for.
    const snapshot = await Promise.race([this.pool.snapshot(sitting.stored.id), later(limitMs)]);
    if (snapshot) await this.#keep(sitting, snapshot);
  }

  #append(sitting: Live, rows: readonly RecordRow[]): void {
    if (rows.length === 0) return;
    noteRows(sitting, rows);
    this.#write(sitting, async () => {
      await this.#record.append(sitting.lease, rows);
      for (const { clientId, clientSeq } of noteSaved(sitting, rows)) {
        broadcast(sitting, { t: 'saved', clientId, seq: clientSeq });
      }
    });
  }

  #keepGrade(sitting: Live, grade: GradeView): void {
    sitting.grade = grade;
    broadcast(sitting, { t: 'grade', grade: plain(grade) });
    const entrySeq = sitting.lastSeq;
    this.#write(sitting, () =>
      this.#save({ sittingId: sitting.stored.id, entrySeq, kind: 'check', grade, body: { grade } }),
    );
  }

  /** Keeps what was handed in, with its score; resolves when it is in the database. */
  async keep(sitting: Live, kind: 'submit' | 'finish', body: Debrief | { readonly grade: GradeView }): Promise<void> {
    const { grade } = body;
    sitting.grade = grade;
    await this.#save({ sittingId: sitting.stored.id, entrySeq: sitting.lastSeq, kind, grade, body });
  }

  async #save(submission: Omit<NewSubmission, 'checkerVersion'>): Promise<void> {
    const { checker } = await this.pool.versions();
    await saveSubmission(this.#prisma, { ...submission, checkerVersion: checker });
  }

  /** Starts a write at once; `written` resolves when it and all before it are done. */
  #write(sitting: Live, write: () => Promise<void>): Promise<void> {
    const written = Promise.all([sitting.written, write()]).then(() => undefined);
    sitting.written = written;
    written.catch((error: unknown) => {
      if (error instanceof LeaseLost) this.#drop(sitting);
      else this.#options.onTrouble(error);
    });
    return written;
  }

  async #writeTerminated(sittingId: string): Promise<void> {
    const sitting = this.#live.get(sittingId);
    if (!sitting) return;
    this.#append(sitting, [terminatedRow(sitting)]);
    await this.saved(sitting);
  }

  async #reload(sittingId: string): Promise<OpenSitting> {
    const sitting = this.#live.get(sittingId);
    if (!sitting) throw new UnknownSitting(`sitting ${sittingId} is not open here`);
    sitting.phase = 'rebuilding';
    await this.saved(sitting);
    return this.#load(sitting.stored);
  }

  #onRebuilt(sittingId: string, opened: Opened): void {
    const sitting = this.#live.get(sittingId);
    if (!sitting) return;
    restart(sitting, opened);
    this.clients.end(sittingId);
    broadcast(sitting, hello(sitting));
  }

  /** Lets go of a sitting; its pages connect again, here or at the process that holds it now. */
  #drop(sitting: Live): void {
    this.#opening.delete(sitting.stored.id);
    if (!this.#live.delete(sitting.stored.id)) return;
    this.#leaving.set(sitting.stored.id, sitting);
    for (const watcher of sitting.watchers) watcher.close();
    this.clients.end(sitting.stored.id);
    const letGo = async () => {
      await this.#keepLast(sitting, KEEP_LIMIT_MS).catch(this.#options.onTrouble);
      await this.pool.close(sitting.stored.id);
      await this.saved(sitting).catch(() => undefined);
      await releaseLease(this.#prisma, sitting.lease);
    };
    const { id } = sitting.stored;
    const closing = letGo()
      .catch(this.#options.onTrouble)
      .finally(() => {
        this.#closing.delete(id);
        this.#leaving.delete(id);
      });
    this.#closing.set(id, closing);
  }
}

function toOpen(stored: StoredSitting, rows: readonly RecordRow[], origin: Origin): OpenSitting {
  return {
    sittingId: stored.id,
    lab: stored.lab,
    labVersion: stored.labVersion,
    labFiles: stored.labFiles,
    seed: stored.seed,
    epochMs: stored.epochMs,
    rows,
    ...origin,
  };
}

function terminatedRow(sitting: Live): RecordRow {
  return {
    seq: sitting.lastSeq + 1,
    kind: 'terminated',
    worldMs: sitting.lastWorldMs,
    actor: 'system',
    terminal: sitting.lastTerminal,
    body: { text: 'Terminated: used more than 2 s', exitCode: 143 },
  };
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}

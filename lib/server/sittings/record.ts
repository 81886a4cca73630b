/**
 * The record of all sittings of this process, written in group commits: one statement inserts the rows of everybody
 * that came within a few milliseconds, and refuses those whose lease another process has taken.
 */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { RecordRow } from '../../sitting/record.ts';

/** The right to append: the lease's fencing epoch at the time of taking it. */
export interface Lease {
  readonly sittingId: string;
  readonly epoch: number;
}

/** Another process holds the sitting now; nothing of this append was written. */
export class LeaseLost extends Error {
  readonly code = 'LeaseLost';
}

export interface SittingRecord {
  /** Resolves when the rows are in the database, in the order of the calls. */
  append(lease: Lease, rows: readonly RecordRow[]): Promise<void>;
  /** Resolves when everything appended so far is written. */
  flush(): Promise<void>;
}

interface Group {
  readonly lease: Lease;
  readonly rows: readonly RecordRow[];
  resolve(): void;
  reject(error: unknown): void;
}

export interface RecordOptions {
  /** How long a row waits for company, ms. */
  readonly gatherMs: number;
  /** Told when the database refuses; the rows are kept and tried again. */
  onTrouble(error: unknown): void;
}

/** Rows of one statement; a paste of 10,000 lines is several. */
const MAX_ROWS = 2_000;
const RETRY_MS = [50, 200, 1_000];

export function createRecord(prisma: PrismaClient, options: RecordOptions): SittingRecord {
  let queue: Group[] = [];
  let writing: Promise<void> | undefined;

  const drain = async () => {
    await delay(options.gatherMs);
    while (queue.length > 0) {
      const groups = takeGroups(queue);
      queue = queue.slice(groups.length);
      await writeUntilDone(prisma, groups, options);
    }
    writing = undefined;
  };

  return {
    append: (lease, rows) =>
      new Promise((resolve, reject) => {
        queue.push({ lease, rows, resolve, reject });
        writing ??= drain();
      }),
    async flush() {
      while (writing) await writing;
    },
  };
}

function takeGroups(queue: readonly Group[]): Group[] {
  let count = 0;
  const tooMany = queue.findIndex((group, index) => {
    count += group.rows.length;
    return index > 0 && count > MAX_ROWS;
  });
  return tooMany === -1 ? [...queue] : queue.slice(0, tooMany);
}

async function writeUntilDone(prisma: PrismaClient, groups: readonly Group[], options: RecordOptions): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const alive = await write(prisma, groups);
      for (const group of groups) {
        if (alive.has(leaseKey(group.lease))) group.resolve();
        else group.reject(new LeaseLost(`sitting ${group.lease.sittingId} is held by another process`));
      }
      return;
    } catch (error) {
      options.onTrouble(error);
      await delay(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] as number);
    }
  }
}

function leaseKey(lease: Lease): string {
  return `${lease.sittingId} ${lease.epoch}`;
}

/** Answers the leases that still hold. One statement, so the check and the rows stand or fall together. */
async function write(prisma: PrismaClient, groups: readonly Group[]): Promise<Set<string>> {
  const leases = [...new Map(groups.map(({ lease }) => [leaseKey(lease), lease])).values()];
  const rows = groups.flatMap(({ lease, rows }) =>
    rows.map((row) => ({ ...row, sittingId: lease.sittingId, epoch: lease.epoch })),
  );
  const alive = await prisma.$queryRawUnsafe<Lease[]>(APPEND, JSON.stringify(leases), JSON.stringify(rows));
  return new Set(alive.map(leaseKey));
}

const APPEND = `
WITH alive AS (
  SELECT s.id, s."leaseEpoch" AS epoch
  FROM "Sitting" s
  JOIN jsonb_to_recordset($1::jsonb) AS l("sittingId" uuid, epoch int) ON s.id = l."sittingId" AND s."leaseEpoch" = l.epoch
  FOR SHARE OF s
), written AS (
  INSERT INTO "Entry" ("sittingId", seq, kind, "worldMs", actor, terminal, "clientId", "clientSeq", body)
  SELECT r."sittingId", r.seq, r.kind, r."worldMs", r.actor, r.terminal, r."clientId", r."clientSeq", coalesce(r.body, 'null'::jsonb)
  FROM jsonb_to_recordset($2::jsonb) AS r(
    "sittingId" uuid, epoch int, seq int, kind text, "worldMs" bigint, actor text, terminal int,
    "clientId" text, "clientSeq" int, body jsonb)
  JOIN alive ON alive.id = r."sittingId" AND alive.epoch = r.epoch
  -- A commit whose answer was lost is tried again: the same rows are there already.
  ON CONFLICT DO NOTHING
)
SELECT id AS "sittingId", epoch FROM alive`;

/** The rows of a sitting, oldest first. */
export async function readRecord(prisma: PrismaClient, sittingId: string): Promise<RecordRow[]> {
  const entries = await prisma.entry.findMany({ where: { sittingId }, orderBy: { seq: 'asc' } });
  return entries.map((entry) => ({
    seq: entry.seq,
    kind: entry.kind,
    worldMs: Number(entry.worldMs),
    actor: entry.actor as RecordRow['actor'],
    body: entry.body,
    ...(entry.terminal === null ? {} : { terminal: entry.terminal }),
    ...(entry.clientId === null ? {} : { clientId: entry.clientId }),
    ...(entry.clientSeq === null ? {} : { clientSeq: entry.clientSeq }),
  }));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Snapshots in the database, and which of them a sitting is opened from. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { RecordRow } from '../../sitting/record.ts';
import type { PackedSnapshot } from '../worlds/port.ts';
import { type Lease, LeaseLost } from './record.ts';

/** Writes a snapshot, unless another process holds the sitting by now: then it throws `LeaseLost`. */
export async function saveSnapshot(prisma: PrismaClient, lease: Lease, snapshot: PackedSnapshot): Promise<void> {
  const { seq, format, engineVersion, hash, body } = snapshot;
  const written = await prisma.$executeRawUnsafe(
    `INSERT INTO "Snapshot" ("sittingId", seq, format, "engineVersion", hash, body)
     SELECT id, $3::int, $4::int, $5::int, $6, decode($7, 'base64') FROM "Sitting" WHERE id = $1::uuid AND "leaseEpoch" = $2::int
     ON CONFLICT ("sittingId", seq) DO UPDATE
       SET format = excluded.format, "engineVersion" = excluded."engineVersion", hash = excluded.hash, body = excluded.body`,
    lease.sittingId,
    lease.epoch,
    seq,
    format,
    engineVersion,
    hash,
    Buffer.from(body).toString('base64'),
  );
  if (written === 0) throw new LeaseLost(`sitting ${lease.sittingId} is held by another process`);
}

export interface Origin {
  /** The engine that the sitting was last worked on with. */
  readonly engineVersion: number;
  readonly from?: PackedSnapshot;
  readonly first?: PackedSnapshot;
}

/**
 * Where a sitting is to be opened from by engine `running`: its start, as long as no other engine had it; where this
 * one took it over; or the newest snapshot. `began` is the engine that it began with.
 */
export async function readOrigin(
  prisma: PrismaClient,
  sittingId: string,
  began: number,
  rows: readonly RecordRow[],
  running: number,
): Promise<Origin> {
  const change = rows.findLast(({ kind }) => kind === 'engine');
  const engineVersion = change ? (change.body as { to: number }).to : began;
  if (engineVersion === running && !change) return { engineVersion };
  const seq = engineVersion === running ? change?.seq : undefined;
  const lastSeq = rows.at(-1)?.seq ?? 0;
  const [from, first] = await Promise.all([
    prisma.snapshot.findFirst({
      where: { sittingId, seq: seq ?? { lte: lastSeq }, engineVersion: { lte: running } },
      orderBy: { seq: 'desc' },
    }),
    prisma.snapshot.findFirst({ where: { sittingId, seq: 0 } }),
  ]);
  return { engineVersion, ...(from ? { from } : {}), ...(first ? { first } : {}) };
}

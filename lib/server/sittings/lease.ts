/** A sitting belongs to one process at a time. Each taking raises the fencing epoch, so the one before can append no more. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Lease } from './record.ts';

/** Another process holds the sitting and is alive. */
export class HeldElsewhere extends Error {
  readonly code = 'HeldElsewhere';
}

/** A holder that has not renewed for this long is taken for dead, ms. */
export const LEASE_MS = 10_000;
export const RENEW_EVERY_MS = 3_000;

export interface Holder {
  /** Name of this process, new at each start. */
  readonly id: string;
  /** `alone`: no other process can be alive on this database, so a lease left behind is taken at once. */
  readonly company: 'alone' | 'others';
}

/** Takes the sitting for this process, or throws `HeldElsewhere`. */
export async function takeLease(prisma: PrismaClient, holder: Holder, sittingId: string): Promise<Lease> {
  const taken = await prisma.$queryRawUnsafe<{ epoch: number }[]>(
    `UPDATE "Sitting" SET "leaseHolder" = $2, "leaseEpoch" = "leaseEpoch" + 1,
       "leaseExpiresAt" = now() AT TIME ZONE 'UTC' + $3::int * interval '1 millisecond'
     WHERE id = $1::uuid AND ($4 = 'alone' OR "leaseHolder" IS NULL OR "leaseHolder" = $2
       OR "leaseExpiresAt" < now() AT TIME ZONE 'UTC')
     RETURNING "leaseEpoch" AS epoch`,
    sittingId,
    holder.id,
    LEASE_MS,
    holder.company,
  );
  const epoch = taken[0]?.epoch;
  if (epoch === undefined) throw new HeldElsewhere(`sitting ${sittingId} is open in another process`);
  return { sittingId, epoch };
}

/** Keeps all leases of this process alive; to be called every `RENEW_EVERY_MS`. */
export async function renewLeases(prisma: PrismaClient, holder: Holder): Promise<void> {
  await prisma.$executeRawUnsafe(
    `UPDATE "Sitting" SET "leaseExpiresAt" = now() AT TIME ZONE 'UTC' + $2::int * interval '1 millisecond' WHERE "leaseHolder" = $1`,
    holder.id,
    LEASE_MS,
  );
}

/** Lets another process take the sitting at once. */
export async function releaseLease(prisma: PrismaClient, lease: Lease): Promise<void> {
  await prisma.sitting.updateMany({
    where: { id: lease.sittingId, leaseEpoch: lease.epoch },
    data: { leaseHolder: null, leaseExpiresAt: null },
  });
}

/** What a guest did becomes an account's, and the guest is gone. */
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';

/** Does nothing when `guestId` is an account or nobody. Of a concept that both have met the later memory stays. */
export async function takeOver(prisma: PrismaClient, guestId: string, personId: string): Promise<void> {
  if (guestId === personId) return;
  await prisma.$transaction(async (step) => {
    const guest = await step.person.findFirst({ where: { id: guestId, kind: 'Guest' } });
    if (!guest) return;
    await takeRating(step, guestId, personId);
    await step.sitting.updateMany({
      where: { ownerPersonId: guestId },
      data: { ownerPersonId: personId, expiresAt: null },
    });
    await step.practiceSession.updateMany({ where: { personId: guestId }, data: { personId } });
    await takeMemories(step, guestId, personId);
    await step.person.delete({ where: { id: guestId } });
  });
}

/** Where both are rated already, the guest's answers are worked in anew; the difficulties of those few items feel it twice. */
async function takeRating(step: Prisma.TransactionClient, guestId: string, personId: string): Promise<void> {
  const own = await step.personRating.findUnique({ where: { personId } });
  if (!own) return void (await step.personRating.updateMany({ where: { personId: guestId }, data: { personId } }));
  const { asOf } = (await step.personRating.findUnique({ where: { personId: guestId } })) ?? {};
  if (!asOf) return;
  await step.asking.updateMany({ where: { session: { personId: guestId } }, data: { ratedAt: null } });
}

async function takeMemories(step: Prisma.TransactionClient, guestId: string, personId: string): Promise<void> {
  const [theirs, own] = await Promise.all(
    [guestId, personId].map((id) => step.conceptMemory.findMany({ where: { personId: id } })),
  );
  const ownByConcept = new Map(own?.map((memory) => [memory.concept, memory]));
  const better = (theirs ?? []).filter(
    ({ concept, card }) => lastReview(ownByConcept.get(concept)?.card) < lastReview(card),
  );
  const concepts = better.map(({ concept }) => concept);
  await step.conceptMemory.deleteMany({ where: { personId, concept: { in: concepts } } });
  await step.conceptMemory.updateMany({ where: { personId: guestId, concept: { in: concepts } }, data: { personId } });
}

/** ISO 8601, which sorts as text; empty when there was none. */
function lastReview(card: Prisma.JsonValue | undefined): string {
  return (card as { readonly last_review?: string } | undefined)?.last_review ?? '';
}

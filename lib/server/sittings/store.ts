/** Sittings in the database. Every read goes through one `Scope`: what is not in it does not exist. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';
import type { GradeView } from '../worlds/port.ts';

/** Who asks. */
export interface Scope {
  readonly personId: string;
}

/** How long a guest's work is kept. */
export const GUEST_DAYS = 30;

export interface NewSitting {
  readonly lab: string;
  readonly labVersion: string;
  readonly labFiles: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly epochMs: number;
  readonly engineVersion: number;
}

export interface StoredSitting {
  readonly id: string;
  readonly lab: string;
  readonly labVersion: string;
  readonly labFiles: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly epochMs: number;
  /** The engine that it began with. */
  readonly engineVersion: number;
  readonly finished: boolean;
}

/** What a finished sitting shows again. */
export interface Debrief {
  readonly grade: GradeView;
  readonly debrief: string;
  readonly traces?: { readonly before: unknown; readonly after: unknown };
}

/** A short line about a sitting, for lists. */
export interface SittingLine {
  readonly id: string;
  readonly lab: string;
  readonly seed: number;
  readonly score: number | undefined;
  readonly maxScore: number;
  readonly finished: boolean;
}

export async function createSitting(prisma: PrismaClient, scope: Scope, sitting: NewSitting): Promise<string> {
  const id = uuidv7();
  const { kind } = await prisma.person.findUniqueOrThrow({ where: { id: scope.personId }, select: { kind: true } });
  await prisma.labVersion.createMany({
    data: [{ hash: sitting.labVersion, lab: sitting.lab, files: sitting.labFiles }],
    skipDuplicates: true,
  });
  await prisma.sitting.create({
    data: {
      id,
      ownerPersonId: scope.personId,
      labVersionHash: sitting.labVersion,
      lab: sitting.lab,
      seed: sitting.seed,
      epochMs: BigInt(sitting.epochMs),
      engineVersion: sitting.engineVersion,
      expiresAt: kind === 'Guest' ? guestExpiry() : null,
    },
  });
  await keepGuest(prisma, scope);
  return id;
}

/** A guest's days begin anew. */
export async function keepGuest(prisma: PrismaClient, { personId }: Scope): Promise<void> {
  await prisma.person.updateMany({ where: { id: personId, kind: 'Guest' }, data: { expiresAt: guestExpiry() } });
}

export async function findSitting(prisma: PrismaClient, scope: Scope, id: string): Promise<StoredSitting | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const found = await prisma.sitting.findFirst({
    where: { id, ownerPersonId: scope.personId },
    include: { labVersion: true },
  });
  if (!found) return undefined;
  return {
    id,
    lab: found.lab,
    labVersion: found.labVersionHash,
    labFiles: found.labVersion.files as Record<string, string>,
    seed: found.seed,
    epochMs: Number(found.epochMs),
    engineVersion: found.engineVersion,
    finished: found.finishedAt !== null,
  };
}

/** The person's sittings with their last score, newest first. */
export async function listSittings(prisma: PrismaClient, scope: Scope): Promise<SittingLine[]> {
  const sittings = await prisma.sitting.findMany({
    where: { ownerPersonId: scope.personId },
    orderBy: { createdAt: 'desc' },
    take: 200,
    include: { submissions: { orderBy: { createdAt: 'desc' }, take: 1, include: { scores: true } } },
  });
  return sittings.map((sitting) => {
    const score = sitting.submissions[0]?.scores[0];
    return {
      id: sitting.id,
      lab: sitting.lab,
      seed: sitting.seed,
      score: score?.score,
      maxScore: score?.maxScore ?? 0,
      finished: sitting.finishedAt !== null,
    };
  });
}

export interface NewSubmission {
  readonly sittingId: string;
  /** The last row of the record that this grade has seen. */
  readonly entrySeq: number;
  readonly kind: 'check' | 'submit' | 'finish';
  readonly grade: GradeView;
  readonly body: unknown;
  readonly checkerVersion: number;
}

/** Keeps a grade with its evidence; a finish also ends the sitting. */
export async function saveSubmission(prisma: PrismaClient, submission: NewSubmission): Promise<void> {
  const { grade } = submission;
  const findings = grade.tasks.flatMap((task) => task.findings);
  const create = prisma.submission.create({
    data: {
      id: uuidv7(),
      sittingId: submission.sittingId,
      entrySeq: submission.entrySeq,
      kind: submission.kind,
      body: submission.body as Prisma.InputJsonValue,
      scores: {
        create: {
          id: uuidv7(),
          score: grade.score,
          maxScore: grade.maxScore,
          undecided: grade.undecided,
          findings: grade.tasks as unknown as Prisma.InputJsonValue,
          labVersionHash: grade.labVersion,
          checkerVersion: submission.checkerVersion,
          engineVersion: grade.engineVersion,
          notModelled: findings.filter(({ verdict }) => verdict === 'undecided').map(({ actual }) => actual),
        },
      },
    },
  });
  if (submission.kind !== 'finish') return void (await create);
  const end = prisma.sitting.update({ where: { id: submission.sittingId }, data: { finishedAt: new Date() } });
  await prisma.$transaction([create, end]);
}

/** The last grade of a sitting and, of a finished one, its debrief. */
export async function findLastGrade(prisma: PrismaClient, sittingId: string): Promise<GradeView | undefined> {
  const last = await prisma.submission.findFirst({ where: { sittingId }, orderBy: { createdAt: 'desc' } });
  return (last?.body as { grade: GradeView } | undefined)?.grade;
}

export async function findDebrief(prisma: PrismaClient, sittingId: string): Promise<Debrief | undefined> {
  const last = await prisma.submission.findFirst({
    where: { sittingId, kind: 'finish' },
    orderBy: { createdAt: 'desc' },
  });
  return last?.body as Debrief | undefined;
}

/** When a guest's work that is used now is deleted. */
export function guestExpiry(): Date {
  return new Date(Date.now() + GUEST_DAYS * 24 * 60 * 60 * 1000);
}

/** Deletes guests whose time is over, with all they own, and old sessions; to be called now and then. */
export async function deleteExpired(prisma: PrismaClient): Promise<void> {
  const before = { expiresAt: { lt: new Date() } };
  await prisma.sitting.deleteMany({ where: before });
  await prisma.person.deleteMany({ where: before });
  await prisma.session.deleteMany({ where: before });
  await prisma.clusterToken.deleteMany({ where: before });
  await prisma.sealedValue.deleteMany({ where: before });
}

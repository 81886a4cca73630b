/** What a finished lab tells of what its person remembers: by tasks, from what they did and never from what they say. */
import { type Grade, Rating } from 'ts-fsrs';
import type { Prisma } from '../../prisma/generated/client.ts';
import type { LabFolder } from '../assessment/labs/folder.ts';
import { readManifest } from '../assessment/labs/parse.ts';
import { remember } from './memory.ts';

type Database = Prisma.TransactionClient;

interface TaskResult {
  readonly id: string;
  readonly points: number;
  readonly maxPoints: number;
}

/** A hint's last step is nearly the answer: whoever read it was told. */
const TOLD = 3;
const MOSTLY = 0.5;

/** How well a task was remembered: its share of the points and the hints that were opened. */
export function gradeOfTask({ points, maxPoints }: TaskResult, hints: number): Grade {
  const share = maxPoints > 0 ? points / maxPoints : 0;
  if (share < MOSTLY || hints >= TOLD) return Rating.Again;
  if (share < 1 || hints === TOLD - 1) return Rating.Hard;
  return hints > 0 ? Rating.Good : Rating.Easy;
}

/** Works finished sittings into what people remember. One that nobody worked on, ended at once, tells nothing. */
export async function rememberLabs(database: Database, sittings: readonly string[]): Promise<void> {
  for (const id of sittings) {
    const sitting = await database.sitting.findUnique({
      where: { id },
      include: {
        labVersion: { select: { files: true } },
        submissions: { orderBy: { createdAt: 'desc' }, select: { kind: true, body: true } },
        entries: { where: { kind: 'hint' }, select: { body: true } },
      },
    });
    const grade = (sitting?.submissions[0]?.body as { grade?: { score: number; tasks: TaskResult[] } } | undefined)
      ?.grade;
    const isWork =
      grade !== undefined && (grade.score > 0 || sitting?.submissions.some(({ kind }) => kind === 'check'));
    if (!sitting?.finishedAt || !isWork) continue;
    const hints = sitting.entries.map(({ body }) => (body as { task?: string }).task);
    const tasks = tasksOf(sitting.labVersion.files as LabFolder);
    const topic = sitting.lab.split('/')[0];
    for (const result of grade.tasks) {
      const rated = gradeOfTask(result, hints.filter((task) => task === result.id).length);
      for (const concept of tasks.get(result.id) ?? [])
        await rememberOne(database, sitting.ownerPersonId, `${topic}/${concept}`, rated, sitting.finishedAt);
    }
  }
}

/** Concepts by task. A version of a lab that today's schema no longer reads has none. */
function tasksOf(files: LabFolder): ReadonlyMap<string, readonly string[]> {
  try {
    return new Map(readManifest(files).tasks.map(({ id, concepts }) => [id, concepts]));
  } catch {
    return new Map();
  }
}

async function rememberOne(database: Database, personId: string, concept: string, grade: Grade, at: Date) {
  const key = { personId_concept: { personId, concept } };
  const before = await database.conceptMemory.findUnique({ where: key });
  const { card, dueAt } = remember((before?.card ?? undefined) as never, grade, at);
  const data = { card: JSON.parse(JSON.stringify(card)) as Prisma.InputJsonValue, dueAt };
  await database.conceptMemory.upsert({ where: key, create: { personId, concept, ...data }, update: data });
}

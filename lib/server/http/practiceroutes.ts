/** Topics, practice sessions and answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { answerItem } from '../../practice/answer-item.ts';
import { listTopics, readTopicPage } from '../../practice/list-topics.ts';
import { goOn, startPlacement } from '../../practice/placement.ts';
import { readPractice } from '../../practice/read-practice.ts';
import { type KnownLab, readProgressPage } from '../../practice/read-progress.ts';
import { tellCorrections } from '../../practice/regrade.ts';
import type { TopicShelf } from '../../practice/shelf.ts';
import { type PracticeParts, startPractice } from '../../practice/start-practice.ts';
import type { LevelOfLab } from '../../practice/unrated.ts';
import {
  type AskedItem,
  type GivenBack,
  givenAnswer,
  practiceWish,
  type StartedPractice,
} from '../../practice/wire.ts';
import type { Labs } from '../labs.ts';
import type { StartLimit } from '../limits.ts';
import { keepGuest, type Scope } from '../sittings/store.ts';
import { HttpError, readJson } from './json.ts';
import type { Route } from './route.ts';

export interface PracticeRouteParts {
  readonly prisma: PrismaClient;
  readonly labs: Labs;
  readonly topics: TopicShelf;
  readonly starts: StartLimit;
  addressHash(request: IncomingMessage): string;
  who(request: IncomingMessage, response: ServerResponse): Promise<Scope>;
}

export function practiceRoutes({ prisma, labs, topics, starts, addressHash, who }: PracticeRouteParts): Route[] {
  const levelOfLab: LevelOfLab = (lab) => labs.find(lab)?.manifest.level;
  const parts: PracticeParts = { prisma, shelf: topics, levelOfLab };
  const labsOf = (topic: string) => labs.list().filter(({ name }) => name.startsWith(`${topic}/`)).length;
  return [
    {
      method: 'GET',
      pattern: '/api/topics',
      async answer({ request, response }) {
        const { personId } = await who(request, response);
        return { body: await listTopics(prisma, topics, personId, listKnown(labs), new Date()) };
      },
    },
    {
      method: 'GET',
      pattern: '/api/topics/:topic',
      async answer({ request, response, params: { topic = '' } }) {
        const { personId } = await who(request, response);
        const body = await readTopicPage(prisma, topics, personId, topic, labsOf(topic), new Date());
        return { body: body ?? missing(`There is no topic ${topic}.`) };
      },
    },
    {
      method: 'GET',
      pattern: '/api/progress',
      async answer({ request, response }) {
        const { personId } = await who(request, response);
        return { body: await readProgressPage(prisma, topics, listKnown(labs), personId, new Date()) };
      },
    },
    {
      method: 'POST',
      pattern: '/api/progress/corrections-read',
      async answer({ request, response }) {
        const { personId } = await who(request, response);
        await tellCorrections(prisma, personId, new Date());
        return { body: {} };
      },
    },
    {
      method: 'POST',
      pattern: '/api/practice',
      async answer({ request, response }) {
        const wish = await readJson(request, practiceWish);
        starts.take(addressHash(request));
        const scope = await who(request, response);
        const practiceId =
          wish.kind === 'Placement'
            ? await startPlacement(parts, scope.personId, new Date())
            : await startPractice(parts, scope.personId, wish, new Date());
        if (!practiceId) return missing('There are no questions on this topic yet.');
        await keepGuest(prisma, scope);
        return { status: 201, body: { practiceId } satisfies StartedPractice };
      },
    },
    {
      method: 'GET',
      pattern: '/api/practice/:id',
      async answer({ request, response, params: { id = '' } }) {
        const { personId } = await who(request, response);
        return { body: (await readPractice(prisma, personId, id)) ?? missing(NOT_YOURS) };
      },
    },
    {
      method: 'POST',
      pattern: '/api/practice/:id/answers',
      async answer({ request, response, params: { id = '' } }) {
        const { position, answer } = await readJson(request, givenAnswer);
        const { personId } = await who(request, response);
        const told = await answerItem(prisma, personId, id, position, answer, new Date());
        if (told.kind === 'Unknown') return missing(NOT_YOURS);
        if (told.kind === 'Misfit') throw new HttpError(400, 'invalid', told.says, { field: `answer.${told.at}` });
        const next = told.session === 'Placement' ? await askNext(parts, personId, id) : undefined;
        return { body: { ...told.asked, ...(next ? { next } : {}) } satisfies GivenBack };
      },
    },
  ];
}

/** The item that a placement goes on with. */
async function askNext(parts: PracticeParts, personId: string, id: string): Promise<AskedItem | undefined> {
  if ((await goOn(parts, personId, id, new Date())) !== 'Asked') return undefined;
  return (await readPractice(parts.prisma, personId, id))?.items.at(-1);
}

function listKnown(labs: Labs): KnownLab[] {
  return labs.list().map(({ name, manifest: { title, level, tasks } }) => ({
    name,
    title,
    level,
    concepts: tasks.flatMap(({ concepts }) => concepts),
  }));
}

const NOT_YOURS = 'There is no such session, or it belongs to somebody else.';

function missing(says: string): never {
  throw new HttpError(404, 'not_found', says);
}

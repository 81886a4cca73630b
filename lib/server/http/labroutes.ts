/** GET /api/labs and GET /api/labs/:topic/:slug. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import type { LabAnswer, LabCard } from '../../sitting/wire.ts';
import type { Labs, ReadyLab } from '../labs.ts';
import { listSittings, type Scope, type SittingLine } from '../sittings/store.ts';
import { HttpError } from './json.ts';
import type { Route } from './route.ts';

export interface LabRouteParts {
  readonly prisma: PrismaClient;
  readonly labs: Labs;
  who(request: IncomingMessage, response: ServerResponse): Promise<Scope>;
}

/** The brief of a lab that nobody has started yet shows this seed's names. */
const SHOWN_SEED = 1;

export function labRoutes({ prisma, labs, who }: LabRouteParts): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/api/labs',
      async answer({ request, response }) {
        const own = await listSittings(prisma, await who(request, response));
        return { body: { labs: labs.list().map((lab) => toCard(lab, own)) } };
      },
    },
    {
      method: 'GET',
      pattern: '/api/labs/:topic/:slug',
      async answer({ request, response, params }) {
        const lab = getLab(labs, `${params.topic}/${params.slug}`);
        const own = await listSittings(prisma, await who(request, response));
        const { brief, lab: filled } = resolveVariant(lab.name, lab.files, SHOWN_SEED);
        return { body: { ...toCard({ ...lab, manifest: filled }, own), brief } satisfies LabAnswer };
      },
    },
  ];
}

export function getLab(labs: Labs, name: string): ReadyLab {
  const lab = labs.find(name);
  if (!lab) throw new HttpError(404, 'not_found', `There is no lab ${name}.`, { field: 'lab' });
  return lab;
}

function toCard({ name, manifest }: Pick<ReadyLab, 'name' | 'manifest'>, own: readonly SittingLine[]): LabCard {
  const [topic = '', slug = ''] = name.split('/');
  return {
    id: manifest.id,
    topic,
    slug,
    title: manifest.title,
    level: manifest.level,
    minutes: manifest.minutes,
    objectives: manifest.objectives,
    tasks: manifest.tasks.length,
    sittings: own
      .filter((sitting) => sitting.lab === name)
      .map(({ id, seed, score, maxScore, finished }) => ({
        id,
        seed,
        maxScore: maxScore || manifest.tasks.reduce((sum, task) => sum + task.points, 0),
        finished,
        ...(score === undefined ? {} : { score }),
      })),
  };
}

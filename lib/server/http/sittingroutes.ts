/** The routes of a sitting that read: what it is, its files, its debrief. */

import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import type { DebriefAnswer, SittingAnswer } from '../../sitting/wire.ts';
import { clientMessage } from '../../sitting/wire.ts';
import { type Live, plain } from '../sittings/live.ts';
import type { Sittings } from '../sittings/sittings.ts';
import { type Debrief, findDebrief } from '../sittings/store.ts';
import { receive } from './connection.ts';
import { HttpError, readJson } from './json.ts';
import type { LiveWires } from './livewire.ts';
import type { Asked, Route } from './route.ts';

export interface SittingRouteParts {
  readonly prisma: PrismaClient;
  readonly sittings: Sittings;
  readonly wires: LiveWires;
  /** The sitting of `:id`, standing; throws what becomes a 404 when it is not the person's. */
  open(asked: Asked): Promise<Live>;
}

export function sittingRoutes({ prisma, sittings, wires, open }: SittingRouteParts): Route[] {
  const { pool } = sittings;
  return [
    {
      method: 'GET',
      pattern: '/api/sittings/:id',
      answer: async (asked) => ({ body: await describe(sittings, await open(asked)) }),
    },
    {
      method: 'GET',
      pattern: '/api/sittings/:id/debrief',
      async answer(asked) {
        const live = await open(asked);
        const debrief = await findDebrief(prisma, live.stored.id);
        if (!debrief) throw new HttpError(404, 'not_finished', 'The debrief is there when the sitting is finished.');
        return { body: toDebriefAnswer(live, debrief) };
      },
    },
    {
      method: 'GET',
      pattern: '/api/sittings/:id/files',
      answer: async (asked) => ({ body: { files: await pool.listFiles((await open(asked)).stored.id) } }),
    },
    {
      method: 'GET',
      pattern: '/api/sittings/:id/files/*',
      async answer(asked) {
        const path = `/${asked.params['*']}`;
        const text = await pool.readFile((await open(asked)).stored.id, path);
        if (text === undefined) throw new HttpError(404, 'not_found', `${path}: no such file`, { field: 'path' });
        return { body: { path, text } };
      },
    },
    {
      method: 'GET',
      pattern: '/api/sittings/:id/events',
      async answer(asked) {
        wires.stream(asked.response, await open(asked));
        return undefined;
      },
    },
    {
      method: 'POST',
      pattern: '/api/sittings/:id/input',
      async answer(asked) {
        const live = await open(asked);
        const message = await readJson(asked.request, clientMessage);
        void receive(sittings, live, message).catch(sittings.onTrouble);
        asked.response.writeHead(204).end();
        return undefined;
      },
    },
  ];
}

async function describe(sittings: Sittings, live: Live): Promise<SittingAnswer> {
  const { stored } = live;
  const { lab, brief } = resolveVariant(stored.lab, stored.labFiles, stored.seed);
  const [topic = '', slug = ''] = stored.lab.split('/');
  return {
    sittingId: stored.id,
    lab: {
      id: lab.id,
      topic,
      slug,
      title: lab.title,
      level: lab.level,
      minutes: lab.minutes,
      objectives: lab.objectives,
      brief,
    },
    seed: stored.seed,
    view: plain(live.view),
    terminals: [...live.terminals.keys()].map((id) => ({ id })),
    files: await sittings.pool.listFiles(stored.id),
    canTrace: true,
    ...(live.grade ? { grade: plain(live.grade) } : {}),
  };
}

export function toDebriefAnswer(live: Live, debrief: Debrief): DebriefAnswer {
  const { stored } = live;
  const [topic = '', slug = ''] = stored.lab.split('/');
  const { title } = resolveVariant(stored.lab, stored.labFiles, stored.seed).lab;
  return {
    lab: { topic, slug, title },
    seed: stored.seed,
    grade: plain(debrief.grade),
    view: plain(live.view),
    debrief: debrief.debrief,
    ...(debrief.traces ? { traces: debrief.traces } : {}),
  };
}

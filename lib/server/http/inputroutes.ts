/** The routes of a sitting that change it. Each answers after the commit; the same input again gets the same answer. */
import type { z } from 'zod';
import type { InputId } from '../../sitting/record.ts';
import {
  answerInput,
  fileInput,
  hintInput,
  pauseInput,
  plainInput,
  submissionInput,
  traceInput,
  validateInput,
} from '../../sitting/wire.ts';
import { broadcast, hello, type Live, plain, replaceTerminals } from '../sittings/live.ts';
import type { Sittings } from '../sittings/sittings.ts';
import type { Debrief } from '../sittings/store.ts';
import type { GradeView } from '../worlds/port.ts';
import { readJson } from './json.ts';
import type { Asked, Route } from './route.ts';
import { toDebriefAnswer } from './sittingroutes.ts';

export interface InputRouteParts {
  readonly sittings: Sittings;
  open(asked: Asked): Promise<Live>;
}

interface InputBody {
  readonly id?: InputId | undefined;
}

export function inputRoutes(parts: InputRouteParts): Route[] {
  const { sittings } = parts;
  const { pool } = sittings;
  const graded = (live: Live, grade: GradeView) => ({ grade: plain(grade), view: plain(live.view) });
  return [
    inputRoute(parts, 'POST', 'check', plainInput, async (live, id) =>
      graded(live, await pool.check(live.stored.id, id)),
    ),
    inputRoute(parts, 'POST', 'hint', hintInput, async (live, id, { task }) => ({
      view: plain(await pool.hint(live.stored.id, id, task)),
    })),
    inputRoute(parts, 'POST', 'answer', answerInput, async (live, id, { task, value }) => ({
      view: plain(await pool.answer(live.stored.id, id, task, value)),
    })),
    inputRoute(parts, 'POST', 'pause', pauseInput, async (live, id, { paused }) => ({
      view: plain(await pool.pause(live.stored.id, id, paused ? 'paused' : 'running')),
    })),
    inputRoute(parts, 'POST', 'reset', plainInput, (live, id) => reset(sittings, live, id)),
    inputRoute(parts, 'POST', 'finish', plainInput, (live, id) => finish(sittings, live, id)),
    inputRoute(parts, 'POST', 'submissions', submissionInput, async (live, id, { manifests, commands, answers }) => {
      const grade = await pool.submit(live.stored.id, id, { manifests, commands, answers });
      await sittings.keep(live, 'submit', { grade });
      return graded(live, grade);
    }),
    inputRoute(parts, 'PUT', 'files/*', fileInput, async (live, id, { text, editor }, asked) => {
      const path = `/${asked.params['*']}`;
      await pool.writeFile(live.stored.id, id, path, text, editor);
      return { path, text };
    }),
    {
      method: 'POST',
      pattern: '/api/sittings/:id/validate',
      async answer(asked) {
        const live = await parts.open(asked);
        const { text } = await readJson(asked.request, validateInput);
        return { body: { problems: await pool.validate(live.stored.id, text) } };
      },
    },
    {
      method: 'POST',
      pattern: '/api/sittings/:id/trace',
      async answer(asked) {
        const live = await parts.open(asked);
        const { from, to } = await readJson(asked.request, traceInput);
        return { body: { trace: await pool.trace(live.stored.id, from, to) } };
      },
    },
  ];
}

/** A route whose body may carry an input's id. */
function inputRoute<Schema extends z.ZodType<InputBody>>(
  { sittings, open }: InputRouteParts,
  method: 'POST' | 'PUT',
  path: string,
  schema: Schema,
  run: (live: Live, id: InputId, body: z.output<Schema>, asked: Asked) => Promise<unknown>,
): Route {
  return {
    method,
    pattern: `/api/sittings/:id/${path}`,
    async answer(asked) {
      const live = await open(asked);
      const body = await readJson(asked.request, schema);
      const id = body.id ?? { clientId: `server-${live.stored.id}-${live.lastSeq}-${Date.now()}`, clientSeq: 1 };
      return { body: await once(live, id, () => run(live, id, body, asked).finally(() => sittings.saved(live))) };
    },
  };
}

/** Answers kept for inputs that are sent twice. */
const KEPT_ANSWERS = 32;

function once(live: Live, id: InputId, run: () => Promise<unknown>): Promise<unknown> {
  const key = `${id.clientId} ${id.clientSeq}`;
  const known = live.answers.get(key);
  if (known) return known;
  const answer = run();
  live.answers.set(key, answer);
  for (const oldest of live.answers.keys()) {
    if (live.answers.size <= KEPT_ANSWERS) break;
    live.answers.delete(oldest);
  }
  // What failed may be tried again.
  answer.catch(() => live.answers.delete(key));
  return answer;
}

async function reset(sittings: Sittings, live: Live, id: InputId) {
  live.view = await sittings.pool.reset(live.stored.id, id);
  replaceTerminals(live, await sittings.pool.terminals(live.stored.id));
  broadcast(live, hello(live));
  return { view: plain(live.view) };
}

async function finish(sittings: Sittings, live: Live, id: InputId) {
  const debrief: Debrief = await sittings.pool.finish(live.stored.id, id);
  await sittings.keep(live, 'finish', debrief);
  return toDebriefAnswer(live, debrief);
}

/** Learners who each work through a session of questions over HTTP, with a cookie of their own. */
import { Agent, request } from 'node:http';
import type { AskedItem, PracticeView, StartedPractice } from '../../lib/practice/wire.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });

interface Answer {
  readonly status: number;
  readonly cookie: string | undefined;
  readonly text: string;
}

export interface Learner {
  /** Answers the next question, and resolves when that is acknowledged: ms. Throws on anything but a marking. */
  answer(): Promise<number>;
}

export async function newLearner(base: string, items: number): Promise<Learner> {
  const started = await ask(base, 'POST', '/api/practice', { items });
  if (started.status !== 201) throw new Error(`no session: ${started.status} ${started.text}`);
  const { practiceId } = JSON.parse(started.text) as StartedPractice;
  const { cookie } = started;
  const path = `/api/practice/${practiceId}`;
  const view = JSON.parse((await ask(base, 'GET', path, undefined, cookie)).text) as PracticeView;
  let position = 0;
  return {
    async answer() {
      const asked = view.items[position++];
      if (!asked) throw new Error('this learner has answered everything');
      const before = performance.now();
      const answer = await ask(
        base,
        'POST',
        `${path}/answers`,
        { position: asked.position, answer: someAnswer(asked) },
        cookie,
      );
      if (answer.status !== 200) throw new Error(`no marking: ${answer.status} ${answer.text}`);
      return performance.now() - before;
    },
  };
}

function someAnswer({ body }: AskedItem): unknown {
  if ('options' in body && body.type !== 'multiple') return { choice: body.options[0]?.key };
  if (body.type === 'order') return { order: body.steps.map(({ key }) => key) };
  return { unknown: true };
}

function ask(base: string, method: string, path: string, body?: unknown, cookie?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
    };
    const sent = request(base + path, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0]?.split(';')[0], text }),
      );
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

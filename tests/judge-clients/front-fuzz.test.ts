/** Bad input at the front, over real TLS: every request gets a Status or an answer, and the front goes on. */

import type { AddressInfo } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, podOf, type Stage, shopWorld } from './served.ts';

const WITHIN_MS = 5_000;

/** Words that lead somewhere, so that what is broken about a request is broken deep inside. */
const pathWord = fc.constantFrom(
  ...[
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'shop',
    'pods',
    'box',
    'exec',
    'attach',
    'portforward',
    'log',
    'status',
  ],
  ...[
    'services',
    'deployments',
    'web',
    'scale',
    'openapi',
    'v3',
    'version',
    '..',
    '.',
    '%2e%2e',
    '%',
    '%ff',
    '%00',
    '',
  ],
);
const path = fc.array(fc.oneof(pathWord, fc.string({ maxLength: 12 }).map(encodeURIComponent)), { maxLength: 9 });
const query = fc.dictionary(
  fc.constantFrom(
    'watch',
    'limit',
    'continue',
    'labelSelector',
    'fieldSelector',
    'resourceVersion',
    'dryRun',
    'container',
  ),
  fc.string({ maxLength: 20 }).map(encodeURIComponent),
  { maxKeys: 3 },
);
const contentType = fc.constantFrom(
  ...['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/json-patch+json'],
  ...['application/merge-patch+json', 'application/apply-patch+yaml', 'text/plain', ''],
);
const body = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('{', '[', 'a: &a [*a]', 'null', '{"__proto__":{"x":1}}', 'k8s\0\u0001\u0002', '['.repeat(5_000)),
);
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE');

interface Answer {
  readonly status: number;
  readonly body: string;
}

describe('bad input at the front', () => {
  let stage: Stage;
  let prefix: string;
  beforeAll(async () => {
    stage = await openStage(shopWorld([podOf('box', 'nginx:1.27')]));
    prefix = `${new URL(stage.url).pathname}/main`;
  }, 60_000);
  afterAll(() => stage.close());

  const dial = () =>
    new Promise<TLSSocket>((resolve, reject) => {
      const { port } = stage.server.address() as AddressInfo;
      const socket = connect({ port, host: 'localhost', ca: stage.authority, servername: 'localhost' }, () =>
        resolve(socket),
      );
      socket.on('error', reject);
    });
  /** All that comes back until the server closes, or `enough` of it. */
  const converse = async (bytes: Buffer, enough: (text: string) => boolean = () => false): Promise<string> => {
    const socket = await dial();
    return new Promise((resolve, reject) => {
      let text = '';
      const timer = setTimeout(
        () => reject(new Error(`no answer to ${JSON.stringify(bytes.toString('latin1', 0, 400))}`)),
        WITHIN_MS,
      );
      const done = () => {
        clearTimeout(timer);
        socket.destroy();
        resolve(text);
      };
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        if (enough(text)) done();
      });
      socket.on('close', done);
      socket.on('error', done);
      socket.write(bytes);
    });
  };
  const head = (verb: string, target: string, headers: readonly string[]) =>
    `${[`${verb} ${target} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${stage.token}`, ...headers].join('\r\n')}\r\n\r\n`;
  const ask = async (verb: string, target: string, type: string, text: string): Promise<Answer> => {
    const bytes = Buffer.from(text);
    const headers = [
      'Connection: close',
      `Content-Length: ${bytes.length}`,
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
    ];
    const answer = await converse(Buffer.concat([Buffer.from(head(verb, target, headers)), bytes]), (some) =>
      /^HTTP\/1.1 200.*transfer-encoding: chunked/is.test(some),
    );
    return { status: Number(answer.slice(9, 12)), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) };
  };
  const stillAnswers = async () => {
    const { status, body: text } = await ask('GET', `${prefix}/api/v1/namespaces/shop/pods/box`, '', '');
    expect(status).toBe(200);
    expect(text).toContain('"phase":"Running"');
  };

  test('paths, queries, types and bodies', async () => {
    const request = fc.record({ method, path, query, contentType, body });
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        const words = Object.entries(one.query).map(([name, value]) => `${name}=${value}`);
        const target = `${prefix}/${one.path.join('/')}?timeoutSeconds=1&${words.join('&')}`;
        const { status, body: text } = await ask(one.method, target, one.contentType, one.body);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status, `${one.method} ${target}`).toBeLessThan(500);
        if (status >= 400 && one.method !== 'HEAD' && text.includes('{')) expect(text).toContain('"kind":"Status"');
      }),
      { numRuns: 400 },
    );
    await stillAnswers();
  }, 120_000);

  test('frames of a command in a container', async () => {
    const upgrade = [
      ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    const frame = fc.record({
      opcode: fc.integer({ min: 0, max: 15 }),
      payload: fc.uint8Array({ maxLength: 60 }),
      masked: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      lie: fc.option(fc.integer({ min: 0, max: 127 }), { nil: undefined, freq: 5 }),
    });
    const verb = fc.constantFrom(
      'exec?command=cat&stdin=true',
      'exec?command=sh&tty=true&stdin=true',
      'attach?stdin=true',
      'portforward?ports=80',
      'portforward?ports=80,65535&ports=1',
    );
    const protocol = fc.constantFrom('v5.channel.k8s.io', 'v4.channel.k8s.io', 'SPDY/3.1+portforward.k8s.io');
    await fc.assert(
      fc.asyncProperty(verb, protocol, fc.array(frame, { maxLength: 6 }), async (what, spoken, frames) => {
        const bytes = frames.map(({ opcode, payload, masked, lie }) =>
          Buffer.concat([
            Buffer.from([0x80 | opcode, (masked ? 0x80 : 0) | (lie ?? payload.length)]),
            ...(masked ? [Buffer.alloc(4)] : []),
            payload,
          ]),
        );
        const start = head('GET', `${prefix}/api/v1/namespaces/shop/pods/box/${what}`, [
          ...upgrade,
          `Sec-WebSocket-Protocol: ${spoken}`,
        ]);
        const answer = await converse(Buffer.concat([Buffer.from(start), ...bytes]), (text) =>
          text.includes('\r\n\r\n'),
        );
        // A command has no tunnel, and its name is no word of the WebSocket's.
        expect(['101', '400']).toContain(answer.slice(9, 12));
      }),
      { numRuns: 200 },
    );
    await stillAnswers();
  }, 120_000);

  test.each(['abc', '0', '99999', '-1', ''])('a port %j is refused before anything is upgraded', async (port) => {
    const target = `${prefix}/api/v1/namespaces/shop/pods/box/portforward?ports=${port}`;
    const headers = ['Connection: Upgrade', 'Upgrade: websocket'];
    expect(await converse(Buffer.from(head('GET', target, headers)))).toMatch(
      /^HTTP\/1.1 400 .*unable to parse .* as a port/s,
    );
  });

  test('bytes that are no HTTP', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const answer = await converse(Buffer.concat([Buffer.from('x'), Buffer.from(bytes), Buffer.from('\r\n\r\n')]));
        expect(answer === '' || answer.startsWith('HTTP/1.1 4')).toBe(true);
      }),
      { numRuns: 100 },
    );
    await stillAnswers();
  }, 120_000);

  test('no token and a wrong one open nothing', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.stringMatching(/^[A-Za-z0-9._~+/-]{0,60}$/), async (words, token) => {
        const start = `GET ${prefix}/${words.join('/')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`;
        const answer = await converse(Buffer.from(start));
        expect(answer.slice(9, 12)).toBe('401');
        expect(answer).toContain('"reason":"Unauthorized"');
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

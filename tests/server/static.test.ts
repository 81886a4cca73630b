/** What stands in a page and what may run in it: hashes of prerendered scripts, a nonce for each answer, and files sent compressed. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSecurityHeaders } from '../../lib/server/securityheaders.ts';
import { createStaticFiles } from '../../lib/server/staticfiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'hoplab-static-'));
let server: Server;
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  mkdirSync(join(folder, 'pages/deep'), { recursive: true });
  mkdirSync(join(folder, 'static/chunks'), { recursive: true });
  writeFileSync(
    join(folder, 'pages/deep/labs.html'),
    '<script src="/a.js" async=""></script><script id="x">self.a=1</script>',
  );
  writeFileSync(join(folder, 'static/chunks/a.js'), 'plain');
  writeFileSync(join(folder, 'static/chunks/a.js.gz'), 'zipped');
  writeFileSync(join(folder, 'static/chunks/a.js.br'), 'brotli');
  writeFileSync(join(folder, 'secret.js'), 'not to be sent');
  const secure = createSecurityHeaders('production', join(folder, 'pages'));
  const send = createStaticFiles([{ prefix: '/_next/static/', folder: join(folder, 'static') }]);
  server = createServer((request, response) => {
    asked.push(request);
    secure(request, response);
    if (!send(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** `path` goes out as it is written, dots and all. */
function ask(path: string, headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }>((resolve) => {
    get({ port, path, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
  });
}

describe('the content security policy', () => {
  test('scripts run by name only: no unsafe-inline, no unsafe-eval', async () => {
    const policy = String((await ask('/')).headers['content-security-policy']);
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src'));
    const hash = createHash('sha256').update('self.a=1').digest('base64');
    expect(scripts).toMatch(/^script-src 'self' 'nonce-[\w+/=]{22,}' /);
    expect(scripts).toContain(`'sha256-${hash}'`);
    expect(scripts).not.toContain('unsafe');
  });

  test('each answer has a nonce of its own, which Next is told and a client cannot choose', async () => {
    const given = "script-src 'nonce-chosen'";
    const first = await ask('/', { 'content-security-policy': given, 'content-security-policy-report-only': given });
    const second = await ask('/');
    const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1];
    const nonce = nonceOf(first.headers['content-security-policy']);
    expect(nonce).not.toBe(nonceOf(second.headers['content-security-policy']));
    const told = asked.at(-2)?.headers;
    expect(nonceOf(told?.['content-security-policy'])).toBe(nonce);
    expect(told?.['content-security-policy-report-only']).toBeUndefined();
  });
});

describe('static files', () => {
  test.each([
    ['gzip, deflate, br', 'br', 'brotli'],
    ['gzip, deflate', 'gzip', 'zipped'],
    ['identity', undefined, 'plain'],
  ])('accepting %s gets %s, for good', async (accepted, encoding, body) => {
    const answer = await ask('/_next/static/chunks/a.js', { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.body).toBe(body);
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test.each(['/_next/static/../secret.js', '/_next/static/%2e%2e/secret.js', '/_next/static/chunks/b.js', '/a.js'])(
    '%s is nobody’s',
    async (path) => expect((await ask(path)).status).toBe(404),
  );
});

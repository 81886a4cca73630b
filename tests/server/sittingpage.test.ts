/** The page of a sitting as it is sent: Next is asked once, its scripts wait, and each request has its own id and nonce. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSittingPages } from '../../lib/server/sittingpage.ts';

const ONE = '01a20694-b325-7482-8d7b-8cef606b4047';
const OTHER = '01a20694-b325-7482-8d7b-000000000001';
const troubles: unknown[] = [];
let server: Server;
let base = '';
let asked: string[] = [];
let status = 200;
let requests = 0;

/** What Next writes around a page. */
function page(path: string, nonce: string): string {
  const chunk = `<script src="/_next/static/chunks/a.js" async="" nonce="${nonce}"></script>`;
  return `<!DOCTYPE html><html><head><link rel="preload" as="script" href="/_next/static/chunks/a.js"/>${chunk}<script src="/_next/static/old.js" noModule=""></script></head><body><p>${path}</p><script src="/terminal/t.js"></script><script nonce="${nonce}">notes()</script></body></html>`;
}

beforeAll(async () => {
  const pages = createSittingPages({
    self: () => base,
    startScript: "connect('$&')",
    onTrouble: (error) => troubles.push(error),
  });
  server = createServer(async (request, response) => {
    requests += 1;
    const nonce = `nonce${requests}+/==`;
    response.setHeader('Content-Security-Policy', `script-src 'self' 'nonce-${nonce}'`);
    if (await pages.handle(request, response, nonce)) return;
    asked.push(request.url ?? '');
    response.writeHead(status, { 'Content-Type': 'text/html', Link: '</font>; rel=preload' });
    response.end(page(request.url ?? '', nonce));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

test('a page that Next could not make is left to Next, and asked for again', async () => {
  status = 500;
  const answer = await fetch(`${base}/sittings/${ONE}`);
  expect(answer.status).toBe(500);
  expect(troubles).toHaveLength(1);
  expect(asked.at(-1)).toBe(`/sittings/${ONE}`);
  status = 200;
  expect((await fetch(`${base}/sittings/${ONE}`)).status).toBe(200);
});

test('every sitting has its own id and nonce in one page that Next made once', async () => {
  asked = [];
  const answers = await Promise.all([ONE, OTHER].map((id) => fetch(`${base}/sittings/${id}`)));
  expect(asked).toEqual([]);
  for (const [index, answer] of answers.entries()) {
    const html = await answer.text();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    expect(html.match(/nonce="[^"]*"/g)).toEqual(Array(3).fill(`nonce="${nonce}"`));
    expect(html).toContain(`<p>/sittings/${[ONE, OTHER][index]}</p>`);
    expect(html).not.toContain('00000000-');
    expect(answer.headers.get('link')).toBe('</font>; rel=preload');
    expect(answer.headers.get('content-type')).toBe('text/html');
  }
});

test("Next's scripts wait, ours do not, and the script that connects stands first", async () => {
  const html = await (await fetch(`${base}/sittings/${ONE}`)).text();
  expect(html).toMatch(/<head><script nonce="[^"]+" data-sitting="[0-9a-f-]{36}">connect\('\$&'\)<\/script>/);
  expect(html).toContain('<script type="text/held-back" src="/_next/static/chunks/a.js" async=""');
  expect(html).not.toContain('rel="preload"');
  expect(html).toContain('<script src="/terminal/t.js">');
  expect(html).toContain('<script src="/_next/static/old.js" noModule="">');
});

test.each([
  ['with a query', `/sittings/${ONE}?_rsc=1`, {}],
  ['of another shape', '/sittings/mine', {}],
  ['for what Next calls RSC', `/sittings/${ONE}`, { rsc: '1' }],
  ['for a page below', `/sittings/${ONE}/debrief`, {}],
] as const)('a request %s goes to Next', async (_, path, headers) => {
  asked = [];
  await fetch(base + path, { headers });
  expect(asked).toEqual([path]);
});

/**
 * The page of a sitting as a person's first view of it: the same for every sitting but for the sitting's id and the nonce,
 * so it is asked from Next once and filled in for each request. Before it is sent, a script that connects is set first, and
 * Next's own scripts are held back until that script starts them, when the prompt is on the screen.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export interface SittingPages {
  /** Answers false when the request is not for the page of a sitting, or the page could not be had from Next. */
  handle(request: IncomingMessage, response: ServerResponse, nonce: string): Promise<boolean>;
}

interface SittingPageOptions {
  /** Where this server answers. */
  readonly self: () => string;
  /** The text of the script that stands first. */
  readonly startScript: string;
  onTrouble(error: unknown): void;
}

const PAGE = /^\/sittings\/([0-9a-f-]{36})$/;
/** What stands for the id while the page is asked from Next. */
const ANY_ID = '00000000-0000-0000-0000-000000000000';
/** The same as in the page's `startedpage.ts`. */
const HELD_BACK = 'text/held-back';
const KEPT_HEADERS = ['content-type', 'link', 'cache-control'];

interface Template {
  readonly headers: readonly [string, string][];
  readonly html: string;
  readonly nonce: string;
}

export function createSittingPages({ self, startScript, onTrouble }: SittingPageOptions): SittingPages {
  // Only this process knows it: such a request goes past `handle` to Next.
  const key = randomBytes(16).toString('hex');
  let asked: Promise<Template | undefined> | undefined;
  const ask = async (): Promise<Template | undefined> => {
    const answer = await fetch(`${self()}/sittings/${ANY_ID}`, { headers: { 'x-hoplab-template': key } });
    if (!answer.ok) throw new Error(`The page of sittings has status ${answer.status}.`);
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    const headers = KEPT_HEADERS.flatMap((name): [string, string][] => {
      const value = answer.headers.get(name);
      return value ? [[name, value]] : [];
    });
    return { headers, html: holdBack(await answer.text(), startScript, nonce), nonce };
  };
  return {
    async handle(request, response, nonce) {
      const id = PAGE.exec(request.url ?? '')?.[1];
      if (!id || request.method !== 'GET' || request.headers.rsc) return false;
      if (request.headers['x-hoplab-template'] === key) return false;
      asked ??= ask().catch((error) => {
        onTrouble(error);
        asked = undefined;
        return undefined;
      });
      const template = await asked;
      if (!template) return false;
      send(request, response, template, template.html.replaceAll(template.nonce, nonce).replaceAll(ANY_ID, id));
      return true;
    },
  };
}

/** Next's scripts get a type that no browser runs; what stands in the page itself only leaves notes for them. */
export function holdBack(html: string, startScript: string, nonce: string): string {
  const first = `<script nonce="${nonce}" data-sitting="${ANY_ID}">${startScript}</script>`;
  return html
    .replaceAll(/<script (?=src="\/_next\/static\/[^>]* async="")/g, `<script type="${HELD_BACK}" `)
    .replaceAll(/<link rel="preload" as="script"[^>]*>/g, '')
    .replace('<head>', () => `<head>${first}`);
}

function send(request: IncomingMessage, response: ServerResponse, { headers }: Template, html: string): void {
  const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const body = isZipped ? gzipSync(html, { level: 4 }) : Buffer.from(html);
  for (const [name, value] of headers) response.setHeader(name, value);
  response.writeHead(200, {
    'Content-Length': body.length,
    Vary: 'Accept-Encoding',
    ...(isZipped ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(body);
}

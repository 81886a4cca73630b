/**
 * A Chromium driven over its DevTools protocol with as little as a measurement needs: what a test driver switches on in every
 * page (network events, consoles, frames) costs time while it loads, which nobody who opens a page pays.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

type Params = Record<string, unknown>;

export interface Browser {
  /** A browser context nobody has used: no cache, no cookies but `cookie`. */
  newVisitor(cookie: { readonly name: string; readonly value: string; readonly url: string }): Promise<Visitor>;
  end(): Promise<void>;
}

export interface Visitor {
  /** An empty tab in which `script` runs before each page. */
  newTab(script: string, size: { readonly width: number; readonly height: number }): Promise<Tab>;
  leave(): Promise<void>;
}

export interface Tab {
  goto(url: string): Promise<void>;
  /** Resolves with what the page hands to `window.tell(text)`. */
  told(): Promise<string>;
  press(key: string): Promise<void>;
  close(): Promise<void>;
}

const START_LIMIT_MS = 30_000;

export async function openBrowser(executablePath: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'hoplab-browser-'));
  const args = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--no-first-run'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const child = spawn(executablePath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const wire = await connect(await addressOf(child));
  return {
    async newVisitor(cookie) {
      const { browserContextId } = await wire.send('Target.createBrowserContext');
      await wire.send('Storage.setCookies', { cookies: [cookie], browserContextId });
      return {
        newTab: (script, size) => newTab(wire, { browserContextId, ...size }, script),
        leave: async () => void (await wire.send('Target.disposeBrowserContext', { browserContextId })),
      };
    },
    async end() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function newTab(wire: Wire, place: Params, script: string): Promise<Tab> {
  const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...place });
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  await wire.send('Page.enable', {}, session);
  await wire.send('Runtime.enable', {}, session);
  await wire.send('Runtime.addBinding', { name: 'tell' }, session);
  await wire.send('Page.addScriptToEvaluateOnNewDocument', { source: script }, session);
  return {
    goto: async (url) => void (await wire.send('Page.navigate', { url }, session)),
    told: async () => String((await wire.event('Runtime.bindingCalled', session)).payload),
    press: async (key) => {
      for (const type of ['keyDown', 'keyUp']) {
        await wire.send('Input.dispatchKeyEvent', { type, key, ...(type === 'keyDown' ? { text: key } : {}) }, session);
      }
    },
    close: async () => void (await wire.send('Target.closeTarget', { targetId })),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser was not ready in time')), START_LIMIT_MS);
    child.once('exit', (code) => reject(new Error(`the browser ended with ${code}`)));
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}

interface Wire {
  send(method: string, params?: Params, session?: string): Promise<Params>;
  event(method: string, session: string): Promise<Params>;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

async function connect(address: string): Promise<Wire> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const calls = new Map<number, (answer: Answer) => void>();
  const waiting = new Map<string, (params: Params) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Answer;
    if (message.id !== undefined) calls.get(message.id)?.(message);
    else waiting.get(`${message.sessionId} ${message.method}`)?.(message.params ?? {});
  });
  let last = 0;
  return {
    send(method, params = {}, sessionId) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      return new Promise((resolve, reject) => {
        calls.set(id, ({ result, error }) => {
          calls.delete(id);
          if (error) reject(new Error(`${method}: ${error.message}`));
          else resolve(result ?? {});
        });
      });
    },
    event: (method, session) => new Promise((resolve) => waiting.set(`${session} ${method}`, resolve)),
  };
}

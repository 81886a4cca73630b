/** A production server of its own and a browser on it: how long a person waits for the prompt of a sitting's page. */
import { type Browser, openBrowser, type Visitor } from './browser.ts';
import { startServer } from './server.ts';

const LAB = { lab: 'clusterip/no-ready-endpoints', seed: 4 };

/** Milliseconds since the navigation began. */
interface Opened {
  /** A frame with the prompt was painted, and the terminal had the focus. */
  readonly promptMs: number;
  /** A frame with the first key was painted: pressed when the prompt was seen, taken to the shell and back. */
  readonly firstKeyMs: number;
}

export interface PageScene {
  /** The page of a sitting in a browser that was never here, and then of another sitting in the same browser. */
  visit(): Promise<{ readonly fresh: Opened; readonly again: Opened }>;
  end(): Promise<void>;
}

export async function openPageScene(executablePath: string): Promise<PageScene> {
  const server = await startServer();
  const end = async (browser?: Browser) => {
    await browser?.end();
    await server.end();
  };
  try {
    const browser = await openBrowser(executablePath);
    return { visit: () => visit(browser, server.base), end: () => end(browser) };
  } catch (error) {
    await end();
    throw error;
  }
}

async function visit(browser: Browser, base: string): Promise<{ fresh: Opened; again: Opened }> {
  const guest = await startSitting(base);
  const visitor = await browser.newVisitor({ name: guest.cookie[0], value: guest.cookie[1], url: base });
  try {
    const fresh = await open(visitor, `${base}/sittings/${guest.sittingId}`);
    const next = await startSitting(base, guest.cookie);
    return { fresh, again: await open(visitor, `${base}/sittings/${next.sittingId}`) };
  } finally {
    await visitor.leave();
  }
}

type Cookie = readonly [name: string, value: string];

async function startSitting(base: string, cookie?: Cookie): Promise<{ sittingId: string; cookie: Cookie }> {
  const headers = { 'content-type': 'application/json', ...(cookie ? { cookie: cookie.join('=') } : {}) };
  const answer = await fetch(`${base}/api/sittings`, { method: 'POST', headers, body: JSON.stringify(LAB) });
  if (!answer.ok) throw new Error(`no sitting: ${answer.status} ${await answer.text()}`);
  const { sittingId } = (await answer.json()) as { sittingId: string };
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
  return { sittingId, cookie: cookie ?? [name, value] };
}

const KEY = 'k';

/** In the page: tells when a frame was painted in which the terminal has the focus and a prompt, and then one with the key. */
function watchTerminal(key: string): void {
  const tell = (window as unknown as { tell(text: string): void }).tell;
  const lookFor = (end: string, then: () => void) => {
    const look = () => {
      const hasFocus = document.activeElement?.classList.contains('xterm-helper-textarea');
      const rows = [...document.querySelectorAll('.xterm-rows > *')].map((row) => row.textContent?.trimEnd());
      const text = rows.join('').replaceAll('\u00a0', ' ');
      if (!hasFocus || !text.endsWith(end)) return requestAnimationFrame(look);
      // The task after a frame's scripts comes when the frame was painted.
      setTimeout(() => {
        tell(String(performance.now()));
        then();
      });
    };
    requestAnimationFrame(look);
  };
  lookFor('$', () => lookFor(`$ ${key}`, () => undefined));
}

/** As long as a tab needs to come to rest before a person opens something in it. */
const REST_MS = 500;
const LIMIT_MS = 10_000;

async function open(visitor: Visitor, url: string): Promise<Opened> {
  const tab = await visitor.newTab(`(${watchTerminal.toString()})('${KEY}')`, { width: 1440, height: 900 });
  await delay(REST_MS);
  const prompt = tab.told();
  await tab.goto(url);
  const promptMs = Number(await inTime(prompt, 'the prompt did not come'));
  const echo = tab.told();
  await tab.press(KEY);
  const firstKeyMs = Number(await inTime(echo, 'the first key was lost'));
  await tab.close();
  return { promptMs, firstKeyMs };
}

async function inTime<T>(wanted: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), LIMIT_MS);
  });
  return Promise.race([wanted, late]).finally(() => clearTimeout(timer));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

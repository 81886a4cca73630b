/** A production server of its own and a browser on it: how long a person waits for the prompt of a sitting's page. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { freePorts } from '../peers/etcd.ts';
import { ROOT } from '../peers/judges.ts';

const LAB = { lab: 'clusterip/no-ready-endpoints', seed: 4 };
const START_LIMIT_MS = 180_000;

export interface PageScene {
  /** Milliseconds to the prompt: of a page nobody here has seen, and of another sitting's page in the same browser. */
  visit(): Promise<{ readonly newMs: number; readonly againMs: number }>;
  end(): Promise<void>;
}

export async function openPageScene(executablePath: string): Promise<PageScene> {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-bench-'));
  const [port, apiPort] = await freePorts(2);
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOPLAB_API_PORT: String(apiPort),
      HOPLAB_DATA: folder,
      HOPLAB_STARTS_A_MINUTE: '1000',
    },
  });
  const end = async (browser?: Browser) => {
    await browser?.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await isReady(server);
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser = await chromium.launch({ executablePath, args });
    return { visit: () => visit(browser, `http://localhost:${port}`), end: () => end(browser) };
  } catch (error) {
    await end();
    throw error;
  }
}

function isReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server was not ready in time')), START_LIMIT_MS);
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('is ready at')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function visit(browser: Browser, base: string): Promise<{ newMs: number; againMs: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return { newMs: await promptMs(context, base), againMs: await promptMs(context, base) };
  } finally {
    await context.close();
  }
}

/** In the page, in every frame: whether the terminal shows a prompt and has the focus. */
function watchPrompt(): void {
  const look = () => {
    const hasFocus = document.activeElement?.classList.contains('xterm-helper-textarea');
    const rows = document.querySelector('.xterm-rows')?.textContent ?? '';
    if (hasFocus && rows.includes('$')) performance.mark('prompt');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function promptMs(context: BrowserContext, base: string): Promise<number> {
  const page = await context.newPage();
  const started = await page.request.post(`${base}/api/sittings`, { data: LAB });
  const { sittingId } = (await started.json()) as { sittingId: string };
  await page.addInitScript(watchPrompt);
  await page.goto(`${base}/sittings/${sittingId}`, { waitUntil: 'commit' });
  const read = () => performance.getEntriesByName('prompt')[0]?.startTime;
  const handle = await page.waitForFunction(read, undefined, { polling: 20 });
  const ms = (await handle.jsonValue()) as number;
  await page.close();
  return ms;
}

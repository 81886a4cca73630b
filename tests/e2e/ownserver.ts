import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** A server of a test's own, which it may kill. */
export interface Started {
  readonly child: ChildProcess;
  readonly base: string;
  readonly output: () => string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Servers of one test on one data folder and one port. */
export interface OwnServer {
  readonly data: string;
  start(port?: number): Promise<Started>;
  /** Kills what still runs and removes the data. */
  cleanUp(): void;
}

export function createOwnServer(): OwnServer {
  const data = mkdtempSync(join(tmpdir(), 'hoplab-process-'));
  const running: ChildProcess[] = [];
  return {
    data,
    async start(port) {
      const ownPort = port ?? (await freePort());
      const env = { ...process.env, PORT: String(ownPort), HOPLAB_DATA: data };
      const child = spawn(process.execPath, ['scripts/start.mjs'], { env });
      running.push(child);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          output += chunk;
        });
      }
      const ended = new Promise<Awaited<Started['ended']>>((resolve) =>
        child.on('exit', (code, signal) => resolve({ code, signal })),
      );
      return { child, base: `http://localhost:${ownPort}`, output: () => output, ended };
    },
    cleanUp() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export async function ready(started: Started): Promise<Started> {
  await expect.poll(started.output, { timeout: 40_000 }).toContain('Hoplab is ready at');
  return started;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** A production server of the benchmark's own, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../peers/etcd.ts';
import { ROOT } from '../peers/judges.ts';

const START_LIMIT_MS = 180_000;

export interface Server {
  readonly base: string;
  end(): Promise<void>;
}

/** Resolves when it answers. `environment` goes over what it would have anyway. */
export async function startServer(environment: Readonly<Record<string, string>> = {}): Promise<Server> {
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
      HOPLAB_STARTS_A_MINUTE: '1000000',
      ...environment,
    },
  });
  const end = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill()) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await isReady(server);
  } catch (error) {
    await end();
    throw error;
  }
  return { base: `http://localhost:${port}`, end };
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

/** etcd, from start to its first healthy answer and one put at a time: the least that any real control plane needs. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 20_000;

/** Why it cannot be started here; undefined when it can. */
export function whyNoEtcd(): string | undefined {
  return spawnSync('etcd', ['--version']).status === 0 ? undefined : 'no etcd on the PATH (Debian: etcd-server)';
}

/** Milliseconds from the start of the process until it says that it is healthy; its data lies in memory where it can. */
export async function etcdStartMs(): Promise<number> {
  const before = performance.now();
  const etcd = await start('Unsynced');
  const took = performance.now() - before;
  await etcd.close();
  return took;
}

export interface Etcd {
  put(key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** `Synced`: as a real cluster runs it, on disk. `Unsynced`: at its fastest. Over connections that stay open. */
export async function openEtcd(how: 'Synced' | 'Unsynced'): Promise<Etcd> {
  const { url, close } = await start(how);
  const agent = new Agent({ keepAlive: true });
  return {
    put: (key, value) =>
      new Promise((done, failed) => {
        const encode = (text: string) => Buffer.from(text).toString('base64');
        const body = JSON.stringify({ key: encode(key), value: encode(value) });
        const asked = request(`${url}/v3/kv/put`, { method: 'POST', agent }, (response) => {
          response.resume();
          response.on('end', () => (response.statusCode === 200 ? done() : failed(new Error('etcd refused a put'))));
        });
        asked.on('error', failed);
        asked.end(body);
      }),
    async close() {
      agent.destroy();
      await close();
    },
  };
}

async function start(how: 'Synced' | 'Unsynced'): Promise<{ readonly url: string; close(): Promise<void> }> {
  const inMemory = how === 'Unsynced' && existsSync('/dev/shm');
  const folder = mkdtempSync(join(inMemory ? '/dev/shm' : tmpdir(), 'bench-etcd-'));
  const [client, peer] = await freePorts(2);
  const url = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const addresses = [
    ['--listen-client-urls', url, '--advertise-client-urls', url],
    [
      '--listen-peer-urls',
      peerUrl,
      '--initial-advertise-peer-urls',
      peerUrl,
      '--initial-cluster',
      `default=${peerUrl}`,
    ],
    how === 'Unsynced' ? ['--unsafe-no-fsync'] : [],
  ].flat();
  const before = performance.now();
  const child = spawn('etcd', ['--data-dir', folder, '--log-level', 'error', ...addresses], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  while (!(await isHealthy(url))) {
    if (performance.now() - before > LIMIT_MS || child.exitCode !== null) {
      await close();
      throw new Error('etcd did not come up');
    }
    await pause(2);
  }
  return { url, close };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health`);
    return ((await answer.json()) as { health?: string }).health === 'true';
  } catch {
    return false;
  }
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

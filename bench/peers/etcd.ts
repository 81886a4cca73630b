/** etcd, from start to its first healthy answer: the least that any real control plane needs. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-etcd-'));
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
  ].flat();
  const before = performance.now();
  const child = spawn('etcd', ['--data-dir', folder, '--log-level', 'error', ...addresses], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    while (!(await isHealthy(url))) {
      if (performance.now() - before > LIMIT_MS || child.exitCode !== null) throw new Error('etcd did not come up');
      await pause(2);
    }
    return performance.now() - before;
  } finally {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
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

/** A world behind the product's HTTP front, over TLS, and programs of other people that talk to it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Served, serveWorld } from '../../lib/cli/served-world.ts';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { World } from '../../lib/world/world.ts';
import { type Ran, runKubectl } from '../parity/kubectl-binary.ts';

const SETTLE_MS = 600_000;

/** Everything about one served world; `close` ends what it started. */
export interface Stage extends Served {
  readonly folder: string;
  /** Path of the kubeconfig. */
  readonly config: string;
  run(binary: string, argv: readonly string[], stdin?: string): Promise<Ran>;
  start(binary: string, argv: readonly string[]): Started;
  /** The same at a terminal of its own. */
  startAtTerminal(binary: string, argv: readonly string[]): Started;
  close(): Promise<void>;
}

/** A program that goes on. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** All that it printed so far, both streams. */
  printed(): string;
  readonly ended: Promise<number>;
}

/** `extra` stands beside the namespace `shop`, whose deployment `web` has two pods of nginx. */
export function shopWorld(extra: readonly Parameters<World['create']>[1][] = []): World {
  const world = new World({ seed: 7, epochMs: Date.UTC(2026, 0, 1) });
  for (const manifest of bootstrapCluster()) world.create('main', manifest);
  world.settle(SETTLE_MS);
  world.create('main', manifest('v1', 'Namespace', { metadata: { name: 'shop' } }));
  world.settle(SETTLE_MS);
  const labels = { app: 'web' };
  world.create(
    'main',
    manifest('apps/v1', 'Deployment', {
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] },
        },
      },
    }),
  );
  for (const one of extra) world.create('main', one);
  world.settle(SETTLE_MS);
  return world;
}

export function manifest(apiVersion: string, kind: string, rest: object): Parameters<World['create']>[1] {
  return { apiVersion, kind, ...rest } as unknown as Parameters<World['create']>[1];
}

/** A pod of the namespace `shop` with one container `main`. */
export function podOf(name: string, image: string, command?: readonly string[]): Parameters<World['create']>[1] {
  const container = { name: 'main', image, ...(command ? { command } : {}) };
  return manifest('v1', 'Pod', { metadata: { name, namespace: 'shop' }, spec: { containers: [container] } });
}

export async function openStage(world: World): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-judge-'));
  const served = await serveWorld(world, { port: 0, folder: join(folder, 'tls') });
  const config = join(folder, 'kubeconfig');
  writeFileSync(config, served.kubeconfig, { mode: 0o600 });
  const env = { HOME: folder, KUBECONFIG: config, PATH: process.env.PATH ?? '' };
  const running: ChildProcessWithoutNullStreams[] = [];
  const follow = (child: ChildProcessWithoutNullStreams): Started => {
    running.push(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
      });
    }
    child.stdin.on('error', () => undefined);
    const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
    return { child, printed: () => printed, ended };
  };
  return {
    ...served,
    folder,
    config,
    run: (binary, argv, stdin = '') => runKubectl(binary, argv, { cwd: folder, env, stdin }),
    start: (binary, argv) => follow(spawn(binary, argv, { env: { ...env, NODE_ENV: process.env.NODE_ENV } })),
    startAtTerminal: (binary, argv) =>
      follow(
        spawn('script', ['-qec', [binary, ...argv].map(quoted).join(' '), '/dev/null'], {
          env: { ...env, NODE_ENV: process.env.NODE_ENV },
        }),
      ),
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

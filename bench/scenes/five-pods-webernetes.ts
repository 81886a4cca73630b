/** The work of five-pods in webernetes, whose modules Node loads only from a bundle. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { JUDGES, ROOT } from '../peers/judges.ts';
import type { Worker } from './five-pods.ts';
import { stopwatch } from './five-pods-stopwatch.ts';

export const WEBERNETES = join(JUDGES, 'node_modules/@ngrok/webernetes');

/** As much of its interface as the work needs. */
interface Webernetes {
  readonly Cluster: new (options: { nodes: number }) => WebCluster;
  readonly BaseImage: new (...parts: never[]) => object;
}
interface WebCluster {
  init(): Promise<void>;
  close(): Promise<void>;
  registerImage(image: unknown): void;
  apply(objects: readonly object[]): Promise<unknown>;
  fetch(url: string): Promise<{ readonly body: unknown }>;
}
interface ProcessContext {
  listenHttp(port: number, answer: () => Promise<{ status: number; body: string }>): void;
  waitUntilKilled(): Promise<number>;
}

const NODE_PORT = 31_000;
const LIMIT_MS = 30_000;

/** One cluster of five pods behind a node port, and a call to it. */
export async function openWebernetes(): Promise<{ fetch(): Promise<unknown>; close(): Promise<void> }> {
  const cluster = await (await clusters())();
  await untilFiveAnswer(cluster);
  return { fetch: () => cluster.fetch(`http://node-1:${NODE_PORT}`), close: () => cluster.close() };
}

export async function webernetesFivePods(): Promise<Worker> {
  const newCluster = await clusters();
  return {
    async work(kind) {
      const ready = kind === 'ready' ? await newCluster() : undefined;
      const stop = stopwatch();
      const cluster = ready ?? (await newCluster());
      const answered = await untilFiveAnswer(cluster);
      const work = { ...stop(), answered };
      await cluster.close();
      return work;
    },
  };
}

async function clusters(): Promise<() => Promise<WebCluster>> {
  const { Cluster, BaseImage } = await load();
  let started = 0;
  class Web extends BaseImage {
    static readonly imageName = 'web';
    static readonly imageVersion = '1.0';
    readonly defaultCommand = ['server'];
    async exec(context: ProcessContext): Promise<number> {
      const body = `web-${started++}`;
      context.listenHttp(8080, async () => ({ status: 200, body }));
      return context.waitUntilKilled();
    }
  }
  return async () => {
    const cluster = new Cluster({ nodes: 3 });
    cluster.registerImage(Web);
    await cluster.init();
    return cluster;
  };
}

async function load(): Promise<Webernetes> {
  const outfile = join(ROOT, 'dist/bench-webernetes.mjs');
  const entry = join(WEBERNETES, 'dist/index.js');
  if (!existsSync(entry)) throw new Error('webernetes is not installed');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return (await import(pathToFileURL(outfile).href)) as Webernetes;
}

async function untilFiveAnswer(cluster: WebCluster): Promise<number> {
  const labels = { app: 'web' };
  await cluster.apply([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 5,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1.0' }] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: {
        type: 'NodePort',
        selector: labels,
        ports: [{ port: 80, targetPort: 8080, nodePort: NODE_PORT, protocol: 'TCP' }],
      },
    },
  ]);
  const names = new Set<string>();
  const end = performance.now() + LIMIT_MS;
  while (names.size < 5 && performance.now() < end) {
    const answer = await cluster.fetch(`http://node-1:${NODE_PORT}`).catch(() => undefined);
    if (answer) names.add(String(answer.body));
    // Its controllers work in timers, which only run when this loop lets them.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return names.size;
}

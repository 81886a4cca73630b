/** Puts the parts of the server together: labs, workers, sittings, the API and what runs now and then. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { labRoots } from '../shelf/lab-folders.ts';
import type { Database } from './database.ts';
import { type Api, createApi } from './http/api.ts';
import { createLabs } from './labs.ts';
import { createStartLimit, GUEST_STARTS_A_MINUTE } from './limits.ts';
import { type Holder, RENEW_EVERY_MS, renewLeases } from './sittings/lease.ts';
import { Sittings } from './sittings/sittings.ts';
import { deleteExpired } from './sittings/store.ts';

export interface ServiceOptions {
  readonly root: string;
  readonly database: Database;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Service {
  readonly api: Api;
  shutdown(): Promise<void>;
}

const GATHER_MS = 8;
const TRANSCRIPT_MS = 2_000;
const IDLE_MS = 10 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

export function createService({ root, database, environment }: ServiceOptions): Service {
  const log = pino({ level: environment.LOG_LEVEL ?? 'warn' });
  const onTrouble = (error: unknown) => log.error(error);
  const holder: Holder = { id: randomUUID(), company: environment.DATABASE_URL ? 'others' : 'alone' };
  const sittings = new Sittings({
    database,
    holder,
    script: join(root, 'dist/worker.mjs'),
    workers: Math.max(1, availableParallelism() - 1),
    gatherMs: GATHER_MS,
    onTrouble,
  });
  const roots = labRoots(environment.HOPLAB_LABS).map((folder) => resolve(root, folder));
  const api = createApi({
    prisma: database.prisma,
    sittings,
    labs: createLabs(roots, (name, error) => log.warn({ lab: name, error: String(error) }, 'this lab cannot be read')),
    starts: createStartLimit(Number(environment.HOPLAB_STARTS_A_MINUTE) || GUEST_STARTS_A_MINUTE),
    transport: environment.HOPLAB_URL?.startsWith('https:') ? 'https' : 'http',
    proxy: environment.HOPLAB_PROXY === 'trusted' ? 'trusted' : 'none',
    onTrouble,
  });
  const timers = [
    repeat(RENEW_EVERY_MS, () => renewLeases(database.prisma, holder), onTrouble),
    repeat(HOUR_MS, () => deleteExpired(database.prisma), onTrouble),
    repeat(TRANSCRIPT_MS, () => sittings.writeTranscripts(), onTrouble),
    repeat(IDLE_MS / 10, async () => sittings.closeIdle(IDLE_MS), onTrouble),
  ];
  return {
    api,
    async shutdown() {
      for (const timer of timers) clearInterval(timer);
      await sittings.shutdown();
    },
  };
}

function repeat(everyMs: number, run: () => Promise<unknown>, onTrouble: (error: unknown) => void): NodeJS.Timeout {
  return setInterval(() => run().catch(onTrouble), everyMs).unref();
}

/** Puts the parts of the server together: labs, workers, sittings, the API and what runs now and then. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import type { Front } from '../apifront/front.ts';
import { rateAnswers } from '../practice/rate.ts';
import { regradeAnswers } from '../practice/regrade.ts';
import { labRoots } from '../shelf/lab-folders.ts';
import { openMail } from './accounts/mail.ts';
import { readSecret } from './accounts/secret.ts';
import type { Database } from './database.ts';
import { type Api, createApi } from './http/api.ts';
import { createClusterAccess } from './http/clusteraccess.ts';
import { createLabs } from './labs.ts';
import { createStartLimit, GUEST_STARTS_A_MINUTE } from './limits.ts';
import { type Holder, RENEW_EVERY_MS, renewLeases } from './sittings/lease.ts';
import { Sittings } from './sittings/sittings.ts';
import { deleteExpired } from './sittings/store.ts';
import { createTopics } from './topics.ts';

export interface ServiceOptions {
  readonly root: string;
  readonly database: Database;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where people's own kubectl reaches `Service.front`. */
  readonly reach: { readonly url: string; readonly authority: string | undefined };
}

export interface Service {
  readonly api: Api;
  /** The Kubernetes APIs of the sittings. */
  readonly front: Front;
  shutdown(): Promise<void>;
}

const GATHER_MS = 8;
const TRANSCRIPT_MS = 2_000;
const IDLE_MS = 10 * 60 * 1000;
const RATE_MS = 2_000;
const REGRADE_MS = 30_000;
const HOUR_MS = 60 * 60 * 1000;

export function createService({ root, database, dataFolder, environment, reach }: ServiceOptions): Service {
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
  const labs = createLabs(roots, (name, error) =>
    log.warn({ lab: name, error: String(error) }, 'this lab cannot be read'),
  );
  const topics = createTopics(roots, (topic, error) =>
    log.warn({ topic, error: String(error) }, 'this topic cannot be read'),
  );
  const clusterAccess = createClusterAccess({ prisma: database.prisma, sittings, reach, onTrouble });
  const api = createApi({
    clusterAccess,
    prisma: database.prisma,
    sittings,
    labs,
    topics,
    starts: createStartLimit(Number(environment.HOPLAB_STARTS_A_MINUTE) || GUEST_STARTS_A_MINUTE),
    transport: environment.PUBLIC_URL?.startsWith('https:') ? 'https' : 'http',
    proxy: environment.HOPLAB_PROXY === 'trusted' ? 'trusted' : 'none',
    accounts: {
      secret: readSecret(environment.HOPLAB_SECRET, dataFolder),
      mail: openMail({
        setting: environment.HOPLAB_MAIL,
        from: environment.HOPLAB_MAIL_FROM,
        publicUrl: environment.PUBLIC_URL,
        folder: dataFolder,
      }),
      publicUrl: environment.PUBLIC_URL,
    },
    onTrouble,
  });
  const timers = [
    repeat(RENEW_EVERY_MS, () => renewLeases(database.prisma, holder), onTrouble),
    repeat(HOUR_MS, () => deleteExpired(database.prisma), onTrouble),
    repeat(TRANSCRIPT_MS, () => sittings.writeTranscripts(), onTrouble),
    repeat(RATE_MS, () => rateAnswers(database.prisma, (lab) => labs.find(lab)?.manifest.level, new Date()), onTrouble),
    repeat(REGRADE_MS, () => regradeAnswers(database.prisma, topics, new Date()), onTrouble),
    repeat(IDLE_MS / 10, async () => sittings.closeIdle(IDLE_MS), onTrouble),
  ];
  return {
    api,
    front: clusterAccess.front,
    async shutdown() {
      for (const timer of timers) clearInterval(timer);
      await sittings.shutdown();
    },
  };
}

function repeat(everyMs: number, run: () => Promise<unknown>, onTrouble: (error: unknown) => void): NodeJS.Timeout {
  return setInterval(() => run().catch(onTrouble), everyMs).unref();
}

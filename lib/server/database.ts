/** The database: PGlite in a locked data folder unless DATABASE_URL names a real Postgres. One schema, one client. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../../prisma/generated/client.ts';
import { type FolderLock, lockFolder } from './folderlock.ts';
import { applyMigrations, type SqlSession } from './migrations.ts';

export interface Database {
  readonly prisma: PrismaClient;
  /** Where the data is, for people. */
  readonly place: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A postgresql:// URL; undefined for the embedded database. */
  readonly url: string | undefined;
  /** The data folder of the embedded database. */
  readonly folder: string;
  readonly migrations: string;
  /** What a second server on the same folder is told about this one. */
  readonly holder: string;
}

export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url ? openPostgres(options.url, options.migrations) : openEmbedded(options);
}

async function openPostgres(url: string, migrations: string): Promise<Database> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await applyMigrations(
      {
        query: async (sql, parameters) => (await client.query(sql, [...(parameters ?? [])])).rows,
        script: async (sql) => void (await client.query(sql)),
      },
      migrations,
    );
  } finally {
    await client.end();
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  return { prisma, place: `Postgres at ${new URL(url).host}`, close: () => prisma.$disconnect() };
}

async function openEmbedded(options: DatabaseOptions): Promise<Database> {
  mkdirSync(options.folder, { recursive: true });
  const lock = await lockFolder(options.folder, options.holder);
  const folder = join(options.folder, 'pgdata');
  const isNew = !existsSync(folder);
  const client = await PGlite.create({ dataDir: folder });
  return migrateEmbedded(client, options.migrations, lock, isNew ? `${options.folder} (new)` : options.folder);
}

/** A database of its own in memory, for tests; `template` is what `dumpDataDir` gave. */
export async function openInMemory(migrations: string, template?: Blob): Promise<Database & { client: PGlite }> {
  const client = await PGlite.create(template ? { loadDataDir: template } : {});
  return { ...(await migrateEmbedded(client, migrations, undefined, 'memory')), client };
}

async function migrateEmbedded(
  client: PGlite,
  migrations: string,
  lock: FolderLock | undefined,
  place: string,
): Promise<Database> {
  await applyMigrations(embeddedSession(client), migrations);
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(client) });
  const close = async () => {
    await prisma.$disconnect();
    if (!client.closed) await client.close();
    await lock?.release();
  };
  return { prisma, place, close };
}

function embeddedSession(client: PGlite): SqlSession {
  return {
    query: async <Row>(sql: string, parameters?: readonly unknown[]) =>
      (await client.query<Row>(sql, [...(parameters ?? [])])).rows,
    script: async (sql) => void (await client.exec(sql)),
  };
}

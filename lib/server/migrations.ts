/**
 * Applies prisma/migrations at start, on the embedded database and on a real Postgres alike, and writes the rows that
 * `prisma migrate deploy` would write, so that either may be used on the same database.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The little of a database connection that a migration needs. */
export interface SqlSession {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Several statements at once. */
  script(sql: string): Promise<void>;
}

/** The database and the migrations of this version disagree. */
export class MigrationMismatch extends Error {
  readonly code = 'MigrationMismatch';
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Held while migrating, so that several processes may start at once on one Postgres; any constant serves. */
const ADVISORY_LOCK = 4_671_522;

/** Applies what is missing, each migration in a transaction of its own; answers the names applied. */
export async function applyMigrations(session: SqlSession, folder: string): Promise<string[]> {
  await session.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`);
  try {
    await session.script(BOOKKEEPING);
    const done = await listApplied(session);
    const missing: Migration[] = [];
    const known = listMigrations(folder);
    const unknown = [...done.keys()].filter((name) => known.every((migration) => migration.name !== name));
    if (unknown.length > 0) throw tooNew(unknown);
    for (const migration of known) {
      const checksum = done.get(migration.name);
      if (checksum === undefined) missing.push(migration);
      else if (checksum !== migration.checksum) throw changed(migration.name);
    }
    for (const migration of missing) await apply(session, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await session.query(`SELECT pg_advisory_unlock(${ADVISORY_LOCK})`);
  }
}

function changed(name: string): MigrationMismatch {
  return new MigrationMismatch(
    `The migration ${name} was applied to this database with another content. ` +
      'A migration is never edited after it was applied: add a new one.',
  );
}

function tooNew(names: readonly string[]): MigrationMismatch {
  return new MigrationMismatch(
    `This database was last used by a newer Hoplab: it has ${names.join(', ')}, which this version does not know. ` +
      'Start the newer version, or restore the backup that was made before the upgrade.',
  );
}

async function listApplied(session: SqlSession): Promise<Map<string, string>> {
  const rows = await session.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function listMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function apply(session: SqlSession, migration: Migration): Promise<void> {
  await session.script('BEGIN');
  try {
    await session.script(migration.sql);
    await session.query(
      'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)',
      [randomUUID(), migration.checksum, migration.name],
    );
    await session.script('COMMIT');
  } catch (error) {
    await session.script('ROLLBACK');
    throw error;
  }
}

import { fileURLToPath } from 'node:url';
import { type Database, openDatabase, openInMemory } from '../../lib/server/database.ts';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** An empty database with the schema: in memory, or the real Postgres that TEST_DATABASE_URL names (emptied first). */
export async function openTestDatabase(): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) return openInMemory(MIGRATIONS);
  const database = await openDatabase({ url, folder: '', migrations: MIGRATIONS, holder: 'test' });
  await database.prisma.person.deleteMany();
  await database.prisma.labVersion.deleteMany();
  return database;
}

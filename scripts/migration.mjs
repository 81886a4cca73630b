// Writes the next migration: the difference between prisma/migrations and prisma/schema.prisma, as SQL.
// Usage: npm run migration -- <name>
// It runs Prisma's own schema engine as WebAssembly on an embedded database, so no native engine is downloaded.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const root = new URL('..', import.meta.url).pathname;
const migrations = join(root, 'prisma/migrations');

async function startEngine(schema, client) {
  const wasmPath = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(client));
  return engineModule.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter);
}

/** SQL that turns what the migrations build into what the schema says; undefined when they agree. */
export async function diffMigrations() {
  const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');
  const client = new PGlite();
  const names = existsSync(migrations)
    ? readdirSync(migrations).filter((name) => existsSync(join(migrations, name, 'migration.sql')))
    : [];
  const engine = await startEngine(schema, client);
  const { stdout } = await engine.diff({
    from: {
      tag: 'migrations',
      baseDir: migrations,
      lockfile: { path: './migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: names.sort().map((path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(migrations, path, 'migration.sql'), 'utf8') },
        },
      })),
    },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  await client.close();
  return stdout && !stdout.includes('This is an empty migration') ? stdout : undefined;
}

async function main() {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    console.error('usage: npm run migration -- <name>   (lower case, digits and _)');
    process.exit(2);
  }
  const sql = await diffMigrations();
  if (!sql) {
    console.log('The migrations already build what prisma/schema.prisma says.');
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrations, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql);
  writeFileSync(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  console.log(`wrote ${folder.slice(root.length)}/migration.sql`);
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main();

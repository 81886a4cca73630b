// What must exist before Hoplab runs, each step skipped while it is fresh: the Prisma client, the bundles, the pages.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('..', import.meta.url));

const MINIMUM_NODE = [20, 19];

/** Ends the process with a sentence when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  console.error(`Hoplab needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** The typed database client in prisma/generated, from prisma/schema.prisma. */
export async function generateClient() {
  const stamp = join(root, 'prisma/generated/.hash');
  const hash = hashOf(['prisma/schema.prisma', 'package-lock.json']);
  if (isFresh(stamp, hash)) return;
  await run('generating the database client', bin('prisma', 'prisma'), ['generate'], {
    // Naming any file keeps Prisma from downloading a native engine; `generate` works without one.
    PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'package.json'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  writeFileSync(stamp, hash);
}

const ENTRIES = {
  server: { 'dist/server.mjs': 'server.ts', 'dist/worker.mjs': 'lib/server/worlds/worker.ts' },
  hoplab: { 'dist/hoplab.mjs': 'lib/cli/main.ts' },
};

/** `server`: the server and its worker. `hoplab`: the command line. */
export async function bundle(what) {
  const stamp = join(root, `dist/.hash-${what}`);
  const hash = hashOf(['server.ts', 'lib', 'prisma/schema.prisma', 'package-lock.json', 'scripts/build.mjs']);
  if (isFresh(stamp, hash)) return;
  const esbuild = await import('esbuild');
  const builds = Object.entries(ENTRIES[what]).map(([outfile, entry]) =>
    esbuild.build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      logLevel: 'error',
    }),
  );
  const results = await Promise.allSettled(builds);
  if (results.some((result) => result.status === 'rejected')) {
    console.error('Hoplab stopped: its sources do not bundle.');
    process.exit(1);
  }
  writeFileSync(stamp, hash);
}

/** dist/page: the scripts that connect a sitting's page and open its terminal before the page is there. */
export async function bundleTerminal() {
  const folder = 'app/(practice)/sittings/[id]/_workspace';
  const stamp = join(root, 'dist/.hash-page');
  const hash = hashOf([folder, 'app/_ui', 'lib/sitting/wire.ts', 'package-lock.json', 'scripts/build.mjs']);
  if (isFresh(stamp, hash)) return;
  rmSync(join(root, 'dist/page'), { recursive: true, force: true });
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { start: `${folder}/pagestart.ts`, terminal: `${folder}/terminalentry.ts` },
    outdir: 'dist/page',
    entryNames: '[name].[hash]',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  compressFolder('dist/page');
  writeFileSync(stamp, hash);
}

const COMPRESSIBLE = /\.(js|css|svg|json|txt)$/;

/** Writes `.br` and `.gz` beside each text: the server sends them as they are. */
function compressFolder(folder) {
  for (const name of readdirSync(join(root, folder), { recursive: true })) {
    if (!COMPRESSIBLE.test(name)) continue;
    const path = join(root, folder, name);
    const text = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
  }
}

/** .next: the pages for production. */
export async function buildPages() {
  const stamp = join(root, '.next/hoplab-hash');
  const hash = hashOf([
    'app',
    ...importedBy('app'),
    'next.config.js',
    'package-lock.json',
    'tsconfig.json',
    'scripts/build.mjs',
  ]);
  if (isFresh(stamp, hash)) return;
  console.log('Building the pages; this is done once per version and takes about 20 seconds.');
  await run('building the pages', bin('next', 'next'), ['build'], { NEXT_TELEMETRY_DISABLED: '1' });
  compressFolder('.next/static');
  writeFileSync(stamp, hash);
}

/** Files outside a folder that its files import, directly or through others; so that a change elsewhere rebuilds nothing. */
function importedBy(folder) {
  const found = new Set();
  const follow = (path) => {
    if (!/\.tsx?$/.test(path) || !existsSync(join(root, path))) return;
    for (const [, target] of readFileSync(join(root, path), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const imported = relative(root, resolve(root, path, '..', target));
      if (imported.startsWith(`${folder}/`) || found.has(imported)) continue;
      found.add(imported);
      follow(imported);
    }
  };
  for (const name of readdirSync(join(root, folder), { recursive: true })) follow(`${folder}/${name}`);
  return [...found].sort();
}

function isFresh(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** SHA-256 over names and contents of files and folders, tests left out. */
function hashOf(paths) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  const add = (path) => {
    if (!existsSync(join(root, path))) return;
    if (statSync(join(root, path)).isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(join(root, path)));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** The script behind a package's command, to be run by this very Node. */
export function bin(packageName, command) {
  const path = join(root, 'node_modules', packageName, 'package.json');
  const declared = JSON.parse(readFileSync(path, 'utf8')).bin;
  return join(path, '..', typeof declared === 'string' ? declared : declared[command]);
}

/** Runs a script quietly; on failure shows all it said and ends the process. */
async function run(what, script, args, env) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const { code, output } = await capture(process.execPath, [script, ...args], env);
  if (code === 0) return;
  console.error(`${output}\nHoplab stopped: ${what} failed (exit ${code}).`);
  process.exit(1);
}

/** Runs a command to its end; both streams in one text. */
export function capture(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env } });
    const stop = () => child.kill();
    process.once('exit', stop);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => {
      process.removeListener('exit', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

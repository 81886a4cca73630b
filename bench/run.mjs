// `npm run bench [-- goal …]`: bundles the benchmark with the engine as the product bundles it, and runs it in one process.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: {
    bench: 'bench/main.ts',
    'bench-five-pods': 'bench/scenes/five-pods.ts',
    'bench-front-client': 'bench/scenes/front-client.ts',
    'bench-grading': 'bench/scenes/grading.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'error',
});

const flags = [
  '--expose-gc',
  '--enable-source-maps',
  // As the server gives its workers: lib/server/worlds/link.ts.
  '--max-semi-space-size=32',
  ...(process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean),
];
const { status } = spawnSync(process.execPath, [...flags, 'dist/bench.mjs', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

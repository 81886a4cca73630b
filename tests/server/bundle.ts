import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The echo engine as a worker's script. */
export async function bundleEcho(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'echo-')), 'worker.mjs');
  const entry = fileURLToPath(new URL('./echoengine.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return outfile;
}

/** Resolves when `holds()`; fails after `limitMs`. */
export async function until(holds: () => boolean, limitMs = 8_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`did not come true within ${limitMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

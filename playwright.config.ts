import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './tests/e2e/chromium.ts';

// Playwright reads this file again in each worker: what is chosen once is handed on in the environment.
process.env.HOPLAB_E2E_PORT ??= execFileSync(process.execPath, [
  '-e',
  "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })",
])
  .toString()
  .trim();
process.env.HOPLAB_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'hoplab-e2e-'));

const baseURL = `http://localhost:${process.env.HOPLAB_E2E_PORT}`;
const executablePath = findChromium();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  reporter: process.env.HOPLAB_E2E_REPORT ? [['json', { outputFile: process.env.HOPLAB_E2E_REPORT }]] : 'list',
  use: {
    baseURL,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    url: `${baseURL}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: {
      PORT: process.env.HOPLAB_E2E_PORT,
      HOPLAB_DATA: process.env.HOPLAB_E2E_DATA,
      HOPLAB_STARTS_A_MINUTE: '1000',
      HOPLAB_MAIL: 'file',
    },
  },
});

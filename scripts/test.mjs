// `npm test`: every check of the project, each run to its end whatever the others say. The last line is the sum.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, capture, generateClient, requireNode, root } from './build.mjs';
import { findPostgres, startPostgres } from './postgres.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'hoplab-test-'));
const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/** A check that is one question: it counts as one test. */
function question(name, script, args) {
  return async () => {
    const { code, output } = await capture(process.execPath, [script, ...args]);
    return { name, ...NOTHING, [code === 0 ? 'passed' : 'failed']: 1, output };
  };
}

/** Counts from a JSON report; a runner that wrote none has failed as a whole. */
function counted(name, { code, output }, report, count) {
  try {
    const counts = { ...NOTHING, ...count(JSON.parse(readFileSync(report, 'utf8'))) };
    // A runner may fail outside any test: then the exit code is one more failure.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return { name, ...counts, output };
  } catch {
    return { name, ...NOTHING, failed: 1, output: `${output}\n${name} wrote no report (exit ${code}).` };
  }
}

async function units() {
  const report = join(scratch, 'vitest.json');
  const args = ['run', '--project', 'unit', '--project', 'conformance'];
  return counted('unit and conformance tests', await runVitest(args, report), report, countTests);
}

/** The terminal's kubectl against the real one; its figures are shown whatever comes out. */
async function parity() {
  const name = 'kubectl parity';
  if (process.env.HOPLAB_JUDGES === 'none') {
    return { ...NOTHING, name: `${name} (switched off by HOPLAB_JUDGES=none)`, skipped: 1, output: '' };
  }
  const report = join(scratch, 'parity.json');
  const result = counted(name, await runVitest(['run', '--project', 'parity'], report), report, countTests);
  const figures = /^kubectl parity: .*(?:\n {2}\S.*)*/m.exec(result.output)?.[0];
  return { ...result, figures };
}

/** What uses the database, once more on a real Postgres: the other tests have the embedded one. */
async function onPostgres() {
  const name = 'server tests on a real Postgres';
  const tools = findPostgres();
  if (!tools) {
    const missing = process.env.CI === 'true' ? 'failed' : 'skipped';
    const told = `${name} (NOT RUN: no initdb and pg_ctl found; install Debian's postgresql)`;
    return { ...NOTHING, name: told, [missing]: 1, output: '' };
  }
  const files = [
    ...['database', 'upgrade', 'api', 'accounts'].map((file) => `tests/server/${file}.test.ts`),
    ...['practice', 'ratings', 'regrade', 'item-statistics'].map((file) => `tests/practice/${file}.test.ts`),
  ];
  // One database, so one file after the other.
  const args = ['run', '--project', 'unit', '--no-file-parallelism', ...files];
  const report = join(scratch, 'postgres.json');
  try {
    const server = await startPostgres(tools);
    try {
      const result = await runVitest(args, report, { TEST_DATABASE_URL: server.url });
      return counted(name, result, report, countTests);
    } finally {
      await server.stop();
    }
  } catch (error) {
    return { ...NOTHING, name, failed: 1, output: String(error) };
  }
}

/** The model's rules in a real kernel: needs root and Linux, which a laptop may not have. */
async function kernel() {
  const name = 'flows through a real kernel';
  const probe = await runQuiet(bin('tsx', 'tsx'), [join(root, 'tests/kernel/probe.ts')]);
  if (probe.code !== 0) {
    const missing = process.env.CI === 'true' ? 'failed' : 'skipped';
    return { ...NOTHING, name: `${name} (NOT RUN: ${probe.output.trim()})`, [missing]: 1, output: '' };
  }
  const report = join(scratch, 'kernel.json');
  const result = counted(name, await runVitest(['run', '--project', 'kernel'], report), report, countTests);
  const figures = result.output.match(/^kernel flows: .*$/gm)?.join('\n');
  return { ...result, figures };
}

function runVitest(args, report, env) {
  const all = [...args, '--reporter=json', `--outputFile=${report}`, '--reporter=dot'];
  return runQuiet(bin('vitest', 'vitest'), all, env);
}

function countTests({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length);
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

async function labs() {
  const result = await runQuiet(join(root, 'bin/hoplab.mjs'), ['lab', 'test', '--all', '--seeds', '8']);
  const sum = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(result.output);
  if (!sum)
    return {
      name: 'lab self-tests',
      ...NOTHING,
      failed: 1,
      output: `${result.output}\nNo sum at the end (exit ${result.code}).`,
    };
  const [passed, failed, skipped] = sum.slice(1).map(Number);
  return {
    name: 'lab self-tests',
    passed,
    failed: failed || (result.code === 0 ? 0 : 1),
    skipped,
    output: result.output,
  };
}

async function browser() {
  const report = join(scratch, 'playwright.json');
  const result = await runQuiet(bin('@playwright/test', 'playwright'), ['test'], { HOPLAB_E2E_REPORT: report });
  return counted(
    'browser tests',
    { ...result, output: `${result.output}\n${failuresIn(report)}` },
    report,
    ({ stats, errors }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    }),
  );
}

/** The failed browser tests and their errors, as text. */
function failuresIn(report) {
  const lines = [];
  const visit = (suite) => {
    for (const spec of suite.specs ?? []) {
      if (spec.ok) continue;
      lines.push(`✘ ${spec.file}:${spec.line} ${spec.title}`);
      for (const { errors } of spec.tests.flatMap((test) => test.results)) {
        for (const error of errors) lines.push(error.message);
      }
    }
    for (const child of suite.suites ?? []) visit(child);
  };
  try {
    for (const suite of JSON.parse(readFileSync(report, 'utf8')).suites) visit(suite);
  } catch {
    return '';
  }
  return lines.join('\n');
}

function run(command, args, cwd) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

function runQuiet(script, args, env) {
  return capture(process.execPath, [script, ...args], env);
}

/** Says in the first line what is missing and how to get it. Nothing is skipped for it: what needs it fails. */
async function reportTools() {
  const { code, output } = await runQuiet(bin('tsx', 'tsx'), [join(root, 'scripts/findchromium.ts')]);
  console.log(
    code === 0
      ? `Found Chromium at ${output.trim()}.`
      : 'Not found: a Chromium, so the browser tests will fail. Get one with `npx playwright install chromium`, or name yours in CHROMIUM_PATH.',
  );
}

/** Real tools and other Nodes that tests compare with are a package of their own, which only the tests install. */
async function installJudges() {
  const folder = join(root, 'tests/judges');
  const stamp = join(folder, 'node_modules/.hoplab-lock');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { code, output } = await run(
    'npm',
    ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'],
    folder,
  );
  if (code !== 0) throw new Error(`The judges of tests/judges could not be installed:\n${output}`);
  writeFileSync(stamp, lock);
}

async function main() {
  requireNode();
  await reportTools();
  await installJudges();
  await generateClient();
  const runners = [
    question('lint and format', bin('@biomejs/biome', 'biome'), ['check', '--error-on-warnings', '.']),
    question('types', bin('typescript', 'tsc'), ['--noEmit']),
    question('nothing unused', bin('knip', 'knip'), ['--no-progress']),
    units,
    onPostgres,
    parity,
    kernel,
    labs,
    browser,
  ];
  const sum = { ...NOTHING };
  for (const run of runners) {
    const startedAt = Date.now();
    const result = await run();
    for (const key of Object.keys(sum)) sum[key] += result[key];
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    if (result.failed) console.log(result.output.trimEnd());
    if (result.figures) console.log(result.figures);
    const counts = `${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`;
    console.log(`${result.failed ? '✘' : '✓'} ${result.name}: ${counts} (${seconds} s)`);
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed ? 1 : 0;
}

await main();

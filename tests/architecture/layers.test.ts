import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, describe, expect, test } from 'vitest';
import { listSources, ROOT } from './sources.ts';

const scratch = mkdtempSync(join(tmpdir(), 'layers-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Judges the given folders below `baseDir` by the project's own rules. */
async function judge(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const config = await extractConfig(join(ROOT, '.dependency-cruiser.mjs'));
  const { output } = await cruise([...folders], {
    ...config.options,
    tsConfig: { fileName: join(ROOT, 'tsconfig.json') },
    ruleSet: { forbidden: config.forbidden ?? [] },
    validate: true,
    baseDir,
  });
  return output as ICruiseResult;
}

/** A project with these files, judged; answers the names of the broken rules. */
async function rulesBrokenBy(name: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = join(scratch, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const { summary } = await judge(folder, ['lib']);
  return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort();
}

describe('the layers', () => {
  test('no import of the project breaks a rule, and every source was looked at', async () => {
    const result = await judge(ROOT, ['lib', 'app', 'server.ts', 'scripts', 'bin']);
    const cruised = new Set(result.modules.map((module) => module.source));
    expect([...listSources('lib'), ...listSources('app')].filter((path) => !cruised.has(path))).toEqual([]);
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test.each([
    ['pure-without-node', { 'lib/world/sim/a.ts': "import fs from 'node:fs';\nexport const a = fs;\n" }],
    ['pure-without-host', { 'lib/assessment/a.ts': "import { useState } from 'react';\nexport const a = useState;\n" }],
    [
      'world-is-lowest',
      {
        'lib/world/a.ts': "import { b } from '../terminal/b.ts';\nexport const a = b;\n",
        'lib/terminal/b.ts': 'export const b = 1;\n',
      },
    ],
    [
      'world-is-lowest',
      {
        'lib/world/a.ts': "import type { B } from '../terminal/b.ts';\nexport type A = B;\n",
        'lib/terminal/b.ts': 'export type B = 1;\n',
      },
    ],
    [
      'apiserver-knows-no-controller',
      {
        'lib/world/apiserver/a.ts': "import { b } from '../controlplane/b.ts';\nexport const a = b;\n",
        'lib/world/controlplane/b.ts': 'export const b = 1;\n',
      },
    ],
    [
      'checks-are-strangers',
      {
        'lib/assessment/checks/a.ts': "import { b } from './b.ts';\nexport const a = b;\n",
        'lib/assessment/checks/b.ts': 'export const b = 1;\n',
      },
    ],
    [
      'no-cycles',
      {
        'lib/sitting/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
        'lib/sitting/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
      },
    ],
    ['no-orphans', { 'lib/sitting/a.ts': 'export const a = 1;\n' }],
  ])('a planted violation of %s is found', async (rule, files) => {
    const name = `${rule}-${Object.keys(files).length}-${JSON.stringify(files).length}`;
    expect(await rulesBrokenBy(name, files)).toContain(rule);
  });
});

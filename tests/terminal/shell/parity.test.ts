import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShell } from './a-shell.ts';

interface Case {
  readonly line: string;
  /** `#errors any`: standard error comes from a program whose sentences differ between systems. */
  readonly errors: 'same' | 'any';
  /** `#gap reason`: a known difference; the test fails when it is gone. */
  readonly gap: string | undefined;
}

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

function readCases(): Case[] {
  const cases: Case[] = [];
  let block: string[] | undefined;
  let errors: Case['errors'] = 'same';
  let gap: string | undefined;
  for (const line of readFileSync(join(import.meta.dirname, 'parity.txt'), 'utf8').split('\n')) {
    if (line === '#begin') block = [];
    else if (block && line !== '#end') block.push(line);
    else if (line === '#errors any') errors = 'any';
    else if (line.startsWith('#gap ')) gap = line.slice(5);
    else if (line.startsWith('# ') || line === '') continue;
    else {
      cases.push({ line: block?.join('\n') ?? line, errors, gap });
      block = undefined;
      errors = 'same';
      gap = undefined;
    }
  }
  return cases;
}

const CASES = readCases();
const MARK = '\u0001';

/** Separates what each line printed and keeps its exit code for the next one. */
const SEPARATOR = `__mark() { local code=$?; printf '${MARK}%s${MARK}' $code; printf '${MARK}' >&2; return $code; }`;

/** Numbers of processes differ. */
const withoutPids = (text: string) => text.replace(/^(\[\d+\]) \d+$/gm, '$1 PID');

/** All lines in one interactive bash. */
function runRealBash(home: string): Outcome[] {
  const result = spawnSync('bash', ['--norc', '--noprofile', '--noediting', '-i'], {
    cwd: home,
    env: {
      NODE_ENV: 'test',
      HOME: home,
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      USER: 'learner',
      PS1: '',
      PS2: '',
    },
    input: `set +H\n${SEPARATOR}\n__mark\n${CASES.map((one) => `${one.line}\n__mark\n`).join('')}`,
    encoding: 'utf8',
  } as const);
  const outs = result.stdout.split(MARK).slice(2);
  const errs = result.stderr.split(MARK).slice(1);
  return CASES.map((_, index) => ({
    out: outs[index * 2] ?? 'bash ended early',
    err: errs[index] ?? 'bash ended early',
    exitCode: Number(outs[index * 2 + 1]),
  }));
}

describe('the same lines in this shell and in bash', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'hoplab-parity-')));
  const theirs: Outcome[] = [];
  const ours: Outcome[] = [];

  beforeAll(async () => {
    theirs.push(...runRealBash(home));
    const { run, clock } = aShell({ home });
    clock.moves = 0;
    for (const { line } of CASES) ours.push(await run(line));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('has at least 150 lines, and bash ran them all', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
    expect(theirs.filter((one) => Number.isNaN(one.exitCode))).toEqual([]);
  });

  it.each(CASES.map((one, index) => [index, one.line, one] as const))('%i: %s', (index, _, { errors, gap }) => {
    const shown = ({ out, err, exitCode }: Outcome) => ({
      out,
      exitCode,
      err: errors === 'same' ? withoutPids(err) : err === '' ? 'nothing' : 'something',
    });
    const [our, their] = [shown(ours[index] as Outcome), shown(theirs[index] as Outcome)];
    if (gap === undefined) expect(our).toEqual(their);
    else expect(our, 'this known gap is closed: take its #gap line out').not.toEqual(their);
  });
});

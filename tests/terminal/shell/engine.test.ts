// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, defineCommand, parse } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, BUNDLED, createEngine } from '../../../lib/terminal/shell/engine.ts';
import { createFileSystem } from '../../../lib/terminal/shell/file-system.ts';
import { shellOptions } from './a-shell.ts';

function anEngine(commands: readonly Command[] = []) {
  const { options, clock } = shellOptions();
  const fs = createFileSystem(
    { files: options.files, devices: new Map(), descriptors: new Map(), isCommand: () => true },
    clock.epochMs,
  );
  return createEngine({ fs, cwd: options.home, env: {}, commands, uid: 1000, pid: 7, onNested: () => {} });
}

const run = (engine: ReturnType<typeof anEngine>, text: string) => engine.run(parse(text), { interrupted: false });

/** The session reaches into just-bash's private state; these hold it to the version that was looked at. */
describe('what the session relies on in just-bash', () => {
  it('is pinned exactly', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    expect(manifest.dependencies['just-bash']).toBe('3.4.2');
  });

  it('starts a run from the state handed in', async () => {
    const engine = anEngine();
    engine.state.env.set('handed', 'in');
    engine.state.arrays.set('list', { kind: 'indexed', elements: new Map([['0', 'first']]) });
    engine.state.options.nounset = true;
    engine.state.cwd = '/home';
    const { stdout, exitCode } = await run(engine, 'echo $handed ${list[0]} $(pwd) $-');
    expect([stdout, exitCode]).toEqual(['in first /home huBs\n', 0]);
  });

  it('gives variables, folder, options and the exit code back', async () => {
    const engine = anEngine();
    await run(engine, 'x=1; cd /home; set -o pipefail; false');
    expect(engine.state.env.get('x')).toBe('1');
    expect([engine.state.cwd, engine.state.options.pipefail, engine.state.lastExitCode]).toEqual(['/home', true, 1]);
  });

  it('changes the sets of attributes and the table of descriptors in place', async () => {
    const engine = anEngine();
    const sets = ATTRIBUTES.map((name) => engine.state[name]);
    await run(engine, 'export E=1; readonly R=1; declare -i I=1; declare -A M=([a]=b); shopt -s extglob; exec 3>&1');
    expect(ATTRIBUTES.map((name) => engine.state[name])).toEqual(sets);
    expect(engine.state.exportedVars.has('E') && engine.state.readonlyVars.has('R')).toBe(true);
    expect(engine.state.integerVars.has('I') && engine.state.associativeArrays.has('M')).toBe(true);
    expect([engine.state.shoptOptions.extglob, engine.state.fileDescriptors.has(3)]).toEqual([true, true]);
  });

  it('says whether a script was gone through to its end', async () => {
    expect((await run(anEngine(), 'echo a; false')).completed).toBe(true);
    expect((await run(anEngine(), 'echo a; exit 3; echo b')).completed).toBe(false);
    expect((await run(anEngine(), 'set -e; false; echo b')).completed).toBe(false);
    expect((await run(anEngine(), 'set -u; echo $nope; echo b')).completed).toBe(false);
  });

  it('looks before each command whether it is interrupted, and hands no signal to commands', async () => {
    const line = { interrupted: false };
    const seen: unknown[] = [];
    const press = defineCommand('press', async (_, context) => {
      seen.push(context.signal);
      line.interrupted = seen.length === 2;
      return { stdout: '', stderr: '', exitCode: 0 };
    });
    const result = await anEngine([press]).run(parse('while true; do press; done; press'), line);
    expect([result.completed, seen]).toEqual([false, [undefined, undefined]]);
  });

  it('offers no interpreter of other languages, no database and no network', () => {
    const forbidden = ['python', 'python3', 'js-exec', 'node', 'sqlite3', 'curl', 'wget', 'tar', 'gzip'];
    expect(BUNDLED.filter((name) => forbidden.includes(name))).toEqual([]);
  });
});

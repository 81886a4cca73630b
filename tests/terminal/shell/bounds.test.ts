/** Bounds of the learner's file system: crossed, said in the words of the system, and nothing lost. */
import { describe, expect, it } from 'vitest';
import { aShell } from './a-shell.ts';

const MIB = 1024 * 1024;

describe('the file system of a sitting', () => {
  it('takes a file of 1 MiB and no larger', async () => {
    const { run, options } = aShell();
    const { files } = options;
    files.write('/home/learner/big', 'x'.repeat(MIB));
    expect((await run('cat big big > bigger')).err).toMatch(/File too large|1 MiB/);
    expect((await run('ls; wc -c < big')).out).toContain(`${MIB}`);
    expect(files.read('/home/learner/bigger') ?? '').toHaveLength(0);
  });

  it('holds 16 MiB and then has no space left', async () => {
    const { run, options } = aShell();
    const { files } = options;
    files.write('/home/learner/f0', 'x'.repeat(MIB - 1024));
    const { out, err } = await run('for i in $(seq 1 20); do cp f0 f$i || break; done; ls | wc -l');
    expect(err).toContain('No space left on device');
    expect(Number(out)).toBeLessThan(19);
    expect(files.read('/home/learner/f1')).toHaveLength(MIB - 1024);
  });
});

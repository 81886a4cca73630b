/** Lab folders: strict files, seeded variants, a skeleton that proves itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError, type LabFolder, labVersion } from '../../lib/assessment/labs/folder.ts';
import { lintLab } from '../../lib/assessment/labs/lint.ts';
import { selfTest } from '../../lib/assessment/labs/self-test.ts';
import { newLabFiles } from '../../lib/assessment/labs/skeleton.ts';
import { drawVariables, fillText, fillValue } from '../../lib/assessment/labs/variables.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';

const skeleton = newLabFiles('clusterip', 'a-new-lab', '0190a3c2-6d1e-7b44-9a51-3f0d2c7e1aff');
const changed = (file: string, change: (text: string) => string): LabFolder => ({
  ...skeleton,
  [file]: change(skeleton[file] ?? ''),
});
const problems = (folder: LabFolder) =>
  lintLab('clusterip/a-new-lab', folder).map(({ file, at, says }) => `${file} ${at ?? ''}: ${says}`);

describe('the skeleton of a new lab', () => {
  it('lints', () => expect(problems(skeleton)).toEqual([]));

  it('proves itself on two seeds with different faults', async () => {
    const tests = [];
    for (const seed of [1, 2, 3, 4]) tests.push(await selfTest(resolveVariant('clusterip/a-new-lab', skeleton, seed)));
    expect(tests.flatMap(({ claims }) => claims.filter(({ holds }) => !holds))).toEqual([]);
  }, 60_000);
});

describe('a wrong fix that proves nothing', () => {
  it.each([
    ['kubectl -n {{ ns }} ptach service {{ app }}', /unknown command "ptach"/],
    ['kubectl -n {{ ns }} delete service nobody', /services "nobody" not found/],
    ['kubctl get pods', /kubctl: command not found/],
  ])('because of “%s” is told', async (line, seen) => {
    const folder = changed('wrong/delete.sh', () => `# leaves-failing: answered\n${line}\n`);
    const { claims } = await selfTest(resolveVariant('clusterip/a-new-lab', folder, 1));
    expect(claims.filter(({ holds }) => !holds)).toEqual([
      { says: 'every command of wrong/delete.sh was understood', holds: false, seen: expect.stringMatching(seen) },
    ]);
  });
});

describe('what an author gets wrong is said with file and place', () => {
  it.each([
    [
      'a misspelt key',
      changed('lab.yaml', (text) => text.replace('minutes:', 'minuts:')),
      /lab\.yaml .*minutes|minuts/,
    ],
    [
      'a check that does not exist',
      changed('lab.yaml', (text) => text.replace('uses: http', 'uses: htpp')),
      /there is no check htpp/,
    ],
    [
      'an argument that the check does not know',
      changed('lab.yaml', (text) => text.replace('answeredBy:', 'answerdBy:')),
      /tasks answered checks\[0\].*answerdBy/,
    ],
    [
      'a variable nobody declared',
      changed('brief.md', (text) => `${text}{{ nobody }}`),
      /\{\{ nobody \}\} is used but not declared/,
    ],
    [
      'a variable nobody uses',
      changed('lab.yaml', (text) => text.replace('vars:\n', 'vars:\n  spare: { int: [1, 2] }\n')),
      /vars\.spare: is never used/,
    ],
    [
      'hints that give the solution away',
      changed('hints.md', (text) => text.replace('{{ cause }}', skeleton['solution/wrong-port.sh'] as string)),
      /hints\.md : shares \d+ characters with the solution/,
    ],
    [
      'a missing brief',
      Object.fromEntries(Object.entries(skeleton).filter(([file]) => file !== 'brief.md')),
      /brief\.md : is missing/,
    ],
    ['a task without hints', changed('hints.md', () => ''), /hints\.md ## answered: needs three numbered steps/],
    [
      'YAML that does not parse',
      changed('scenario/faults.yaml', (text) => `${text}\n  - [`),
      /scenario\/faults\.yaml : /,
    ],
    [
      'one structure only',
      changed('scenario/faults.yaml', (text) => text.slice(0, text.indexOf('      - id: wrong-port'))),
      /needs two structurally different variants/,
    ],
    [
      'a wrong fix for no task',
      changed('wrong/look.sh', (text) => text.replace('answered', 'nothing')),
      /wrong\/look\.sh : its first line must be/,
    ],
  ])('%s', (_, folder, says) => {
    expect(problems(folder).join('\n')).toMatch(says);
  });

  it('an object that the API server refuses names the lab file and its sentence', async () => {
    const folder = changed('scenario/cluster.yaml', (text) => text.replace('port: 80', 'port: 80000'));
    await expect(selfTest(resolveVariant('x', folder, 1))).rejects.toThrow(LabError);
    await expect(selfTest(resolveVariant('x', folder, 1))).rejects.toThrow(
      /scenario\/cluster\.yaml document 4: .*spec\.ports\[0\]\.port: Invalid value: 80000: must be between 1 and 65535, inclusive/,
    );
  });
});

describe('variants', () => {
  it('are the same for the same seed and differ between seeds', () => {
    const variant = (seed: number) => resolveVariant('clusterip/a-new-lab', skeleton, seed);
    expect(variant(5)).toEqual(variant(5));
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => variant(seed).faults[0]?.id)).size).toBe(2);
  });

  it('draw inside their bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const { n, size, net, name } = drawVariables(
          {
            n: { int: [3, 5] },
            size: { pick: ['s', 'm'] },
            net: { cidr: '10.0.0.0/16', size: 24 },
            name: { name: 'shop' },
          },
          seed,
        );
        expect(n).toBeGreaterThanOrEqual(3);
        expect(n).toBeLessThanOrEqual(5);
        expect(['s', 'm']).toContain(size);
        expect(net).toMatch(/^10\.0\.\d{1,3}\.0\/24$/);
        expect(name).toMatch(/^shop-[bcdfghjklmnpqrstvwxz2456789]{4}$/);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('a scalar that is one placeholder takes the type of its value', () => {
    const used = new Set<string>();
    expect(fillValue({ port: '{{ port }}', text: 'p{{ port }}' }, { port: 8080 }, used)).toEqual({
      port: 8080,
      text: 'p8080',
    });
    expect(fillText('x {{ gone }}', {}, used)).toBe('x {{ gone }}');
    expect([...used]).toEqual(['port', 'gone']);
  });

  it('the version is the content, whatever the line ends', () => {
    const crlf = Object.fromEntries(
      Object.entries(skeleton).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
    );
    expect(labVersion(crlf)).toBe(labVersion(skeleton));
    expect(labVersion(changed('brief.md', (text) => `${text} `))).not.toBe(labVersion(skeleton));
  });
});

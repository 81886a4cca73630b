import { LabError } from '../../assessment/labs/folder.ts';
import { type SelfTest, selfTest } from '../../assessment/labs/self-test.ts';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import { listLabs, readLabFolder } from '../../shelf/lab-folders.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { labArgument } from '../lab-argument.ts';
import { EXIT, type Verb } from '../outcome.ts';

export const labTest: Verb = {
  words: 'lab test',
  usage: 'lab test [LAB…] [--seeds N] [--json]',
  says: 'Proves of each lab: start 0, solution 100 and lasting, every wrong fix fails its task, nothing passes by luck. All labs when none is named.',
  async run(args, io) {
    const { values, positionals } = parseFlags(args, {
      seeds: { type: 'string' },
      json: { type: 'boolean' },
      all: { type: 'boolean' },
    });
    const seeds = wholeNumber(values.seeds, '--seeds', 8);
    const labs =
      positionals.length > 0 ? positionals.map((name) => labArgument(io.labRoots, name).lab) : listLabs(io.labRoots);
    const results: SelfTest[] = [];
    for (const { name, directory } of labs) {
      const folder = readLabFolder(directory);
      for (let seed = 1; seed <= seeds; seed++) {
        const result = await tested(name, folder, seed);
        results.push(result);
        if (!values.json) io.out(report(result));
      }
    }
    const claims = results.flatMap((result) => result.claims);
    const failed = claims.filter(({ holds }) => !holds).length;
    if (values.json) io.out(`${JSON.stringify(results, undefined, 2)}\n`);
    else io.out(`${claims.length - failed} passed, ${failed} failed, 0 skipped\n`);
    return failed === 0 && claims.length > 0 ? EXIT.ok : EXIT.notFullMarks;
  },
};

/** A lab that cannot even be built is one failed claim. */
async function tested(name: string, folder: Readonly<Record<string, string>>, seed: number): Promise<SelfTest> {
  try {
    return await selfTest(resolveVariant(name, folder, seed));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { lab: name, seed, claims: [{ says: 'the lab can be built', holds: false, seen: error.message }] };
  }
}

function report({ lab, seed, claims }: SelfTest): string {
  const failed = claims.filter(({ holds }) => !holds);
  if (failed.length === 0) return '';
  return failed.map(({ says, seen }) => `${lab} seed ${seed}: not so: ${says}\n  ${seen}\n`).join('');
}

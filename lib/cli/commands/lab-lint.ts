import { lintLab } from '../../assessment/labs/lint.ts';
import { listLabs, readLabFolder } from '../../shelf/lab-folders.ts';
import { parseFlags } from '../flags.ts';
import { labArgument } from '../lab-argument.ts';
import { EXIT, type Verb } from '../outcome.ts';

export const labLint: Verb = {
  words: 'lab lint',
  usage: 'lab lint [LAB…]',
  says: 'Checks the files of labs: schema, checks, hints, variables, wrong fixes. Exit 1 when something is wrong.',
  async run(args, io) {
    const { positionals } = parseFlags(args, {});
    const labs =
      positionals.length > 0 ? positionals.map((name) => labArgument(io.labRoots, name).lab) : listLabs(io.labRoots);
    let found = 0;
    for (const { name, directory } of labs) {
      const problems = lintLab(name, readLabFolder(directory));
      found += problems.length;
      for (const { file, at, says } of problems) io.out(`${name}/${file}${at ? ` ${at}` : ''}: ${says}\n`);
    }
    io.out(`${labs.length} labs, ${found} problems\n`);
    return found === 0 ? EXIT.ok : EXIT.notFullMarks;
  },
};

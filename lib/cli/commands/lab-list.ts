import { readManifest } from '../../assessment/labs/parse.ts';
import { listLabs, readLabFolder } from '../../shelf/lab-folders.ts';
import { parseFlags } from '../flags.ts';
import { EXIT, type Verb } from '../outcome.ts';

export const labList: Verb = {
  words: 'lab list',
  usage: 'lab list [--json]',
  says: 'Lists the labs of all roots (HOPLAB_LABS, `labs` when unset).',
  async run(args, io) {
    const { values } = parseFlags(args, { json: { type: 'boolean' } });
    const labs = listLabs(io.labRoots).map(({ name, directory }) => {
      const { title, level, minutes, status, id } = readManifest(readLabFolder(directory));
      return { name, id, title, level, minutes, status };
    });
    if (values.json) io.out(`${JSON.stringify(labs, undefined, 2)}\n`);
    else
      for (const lab of labs)
        io.out(`${lab.name.padEnd(36)} ${lab.level.padEnd(8)} ${String(lab.minutes).padStart(3)} min  ${lab.title}\n`);
    return EXIT.ok;
  },
};

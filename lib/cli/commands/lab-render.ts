import { stringify } from 'yaml';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { labArgument } from '../lab-argument.ts';
import { EXIT, type Verb } from '../outcome.ts';

export const labRender: Verb = {
  words: 'lab render',
  usage: 'lab render LAB [--seed N]',
  says: 'Prints the variant of a seed: variables, brief, objects, faults, solution.',
  async run(args, io) {
    const { values, positionals } = parseFlags(args, { seed: { type: 'string' } });
    const { lab, folder } = labArgument(io.labRoots, positionals[0]);
    const variant = resolveVariant(lab.name, folder, wholeNumber(values.seed, '--seed', 1));
    const section = (title: string, text: string) => `# ${title}\n${text.trimEnd()}\n\n`;
    io.out(section('variables', stringify(variant.values)));
    io.out(section('brief', variant.brief));
    const manifests = (objects: readonly unknown[]) => objects.map((object) => stringify(object)).join('---\n');
    io.out(section('objects', manifests(variant.objects)));
    for (const [cluster, objects] of Object.entries(variant.clusters)) {
      io.out(section(`objects of cluster ${cluster}`, manifests(objects)));
    }
    io.out(section('faults', stringify(variant.faults)));
    io.out(section('tasks', stringify(variant.lab.tasks)));
    io.out(section('solution', variant.solution));
    return EXIT.ok;
  },
};

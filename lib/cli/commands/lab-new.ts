import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { v7 } from 'uuid';
import { TOPICS } from '../../assessment/labs/schema.ts';
import { newLabFiles } from '../../assessment/labs/skeleton.ts';
import { parseFlags } from '../flags.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';

export const labNew: Verb = {
  words: 'lab new',
  usage: 'lab new <topic>/<slug>',
  says: 'Writes the skeleton of a lab into the first root: it lints, settles and is yours to fill.',
  async run(args, io) {
    const { positionals } = parseFlags(args, {});
    const [name = ''] = positionals;
    const [topic = '', slug = ''] = name.split('/');
    if (!(TOPICS as readonly string[]).includes(topic))
      throw new UsageError(`unknown topic “${topic}”; one of ${TOPICS.join(', ')}`);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
      throw new UsageError(`“${slug}”: expected lower-case words joined by dashes`);
    const directory = join(io.labRoots[0] ?? 'labs', topic, slug);
    if (existsSync(directory)) throw new UsageError(`${directory} exists already`);
    for (const [path, text] of Object.entries(newLabFiles(topic, slug, v7()))) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    io.out(`${directory}: now edit brief.md and scenario/, then run: hoplab lab test ${name}\n`);
    return EXIT.ok;
  },
};

import { LabError, type LabProblem } from '../../assessment/labs/folder.ts';
import { lintTopic } from '../../assessment/quiz/lint.ts';
import { readTopic, type Topic } from '../../assessment/quiz/topic.ts';
import { listTopics, readTopicFolder, type ShelvedLab } from '../../shelf/lab-folders.ts';
import { parseFlags } from '../flags.ts';
import { type CliIo, EXIT, UsageError, type Verb } from '../outcome.ts';

export const quizLint: Verb = {
  words: 'quiz lint',
  usage: 'quiz lint [TOPIC…]',
  says: 'Checks the items and primers of topics: schema, keys, sources, cues by length, fates against the model. Exit 1 when something is wrong.',
  async run(args, io) {
    const { positionals } = parseFlags(args, {});
    let found = 0;
    for (const shelved of chosen(io, positionals)) {
      const { topic, problems } = lintOne(shelved);
      found += problems.length;
      for (const { file, at, says } of problems) io.out(`${shelved.name}/${file}${at ? ` ${at}` : ''}: ${says}\n`);
      if (topic) io.out(`${shelved.name}: ${countsOf(topic)}, ${problems.length} problems\n`);
    }
    return found === 0 ? EXIT.ok : EXIT.notFullMarks;
  },
};

function chosen(io: CliIo, names: readonly string[]): readonly ShelvedLab[] {
  const topics = listTopics(io.labRoots);
  return names.length === 0
    ? topics
    : names.map((name) => topics.find((one) => one.name === name) ?? unknown(name, topics));
}

function unknown(name: string, topics: readonly ShelvedLab[]): never {
  throw new UsageError(`no topic ${name}; there is ${topics.map((one) => one.name).join(', ')}`);
}

function lintOne({ directory }: ShelvedLab): { readonly topic?: Topic; readonly problems: readonly LabProblem[] } {
  try {
    const topic = readTopic(readTopicFolder(directory));
    return { topic, problems: lintTopic(topic) };
  } catch (error) {
    if (error instanceof LabError) return { problems: error.problems };
    throw error;
  }
}

/** `16 items (5 single, 2 fate …), primer` */
function countsOf({ items, primer }: Topic): string {
  const types = [...new Set(items.map(({ item }) => item.type))]
    .map((type) => `${items.filter(({ item }) => item.type === type).length} ${type}`)
    .join(', ');
  return `${items.length} items${types ? ` (${types})` : ''}, ${primer ? 'primer' : 'no primer'}`;
}

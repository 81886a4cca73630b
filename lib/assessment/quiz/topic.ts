/** A topic of the shelf: its concepts, its primer, its items. Every problem names its file and place. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LabError, type LabFolder, type LabProblem } from '../labs/folder.ts';
import { parseWith, readYaml } from '../labs/parse.ts';
import { topicSchema as topicName } from '../labs/schema.ts';
import { type Item, quizFileSchema, type TopicFile, topicSchema } from './schema.ts';

export interface Topic extends TopicFile {
  /** Markdown, at its two depths; nothing before it is written. */
  readonly primer: { readonly scratch: string; readonly senior: string } | undefined;
  readonly items: readonly TopicItem[];
}

export interface TopicItem {
  /** `<topic>/<id>` */
  readonly name: string;
  /** Its file in the topic's folder. */
  readonly file: string;
  /** SHA-256 of the item: its version. */
  readonly hash: string;
  readonly item: Item;
}

/** Throws `LabError` with all that is wrong in the files' shape. */
export function readTopic(folder: LabFolder): Topic {
  if (folder['topic.yaml'] === undefined) throw new LabError([{ file: 'topic.yaml', says: 'is missing' }]);
  const topic = parseWith(topicSchema, readYaml(folder, 'topic.yaml')[0], 'topic.yaml');
  parseWith(topicName, topic.id, 'topic.yaml');
  const problems: LabProblem[] = [];
  const items = Object.keys(folder)
    .filter((file) => /^quiz\/[a-z0-9-]+\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => {
      try {
        const { items } = parseWith(quizFileSchema, readYaml(folder, file)[0], file);
        return items.map((item) => ({ name: `${topic.id}/${item.id}`, file, item, hash: itemHash(item) }));
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    });
  if (problems.length > 0) throw new LabError(problems);
  return { ...topic, items, primer: readPrimer(folder['primer.md']) };
}

function itemHash(item: Item): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(item))));
}

const PARTS = /^# From scratch\n([\s\S]*?)^# Senior level\n([\s\S]*)$/m;

function readPrimer(text: string | undefined): Topic['primer'] {
  if (text === undefined) return undefined;
  const [, scratch, senior] = PARTS.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (!scratch?.trim() || !senior?.trim()) {
    throw new LabError([{ file: 'primer.md', says: 'expected two parts: # From scratch, # Senior level' }]);
  }
  return { scratch: scratch.trim(), senior: senior.trim() };
}

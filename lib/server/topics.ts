/** The topics of the configured roots, read again when they are older than a moment, so that an author sees changes. */
import { readTopic, type Topic, type TopicItem } from '../assessment/quiz/topic.ts';
import type { TopicShelf } from '../practice/shelf.ts';
import { listTopics, readTopicFolder } from '../shelf/lab-folders.ts';

const FRESH_MS = 2_000;

/** A topic that cannot be read is left out; `onProblem` is told. */
export function createTopics(roots: readonly string[], onProblem: (name: string, error: unknown) => void): TopicShelf {
  let cached:
    | { readonly topics: readonly Topic[]; readonly items: Map<string, TopicItem>; readonly atMs: number }
    | undefined;
  const read = () => {
    if (cached && Date.now() - cached.atMs <= FRESH_MS) return cached;
    const topics = readAll(roots, onProblem);
    const items = new Map(topics.flatMap((topic) => topic.items.map((one) => [one.name, one] as const)));
    cached = { topics, items, atMs: Date.now() };
    return cached;
  };
  return { list: () => read().topics, findItem: (name) => read().items.get(name) };
}

function readAll(roots: readonly string[], onProblem: (name: string, error: unknown) => void): Topic[] {
  return listTopics(roots).flatMap(({ name, directory }) => {
    try {
      return [readTopic(readTopicFolder(directory))];
    } catch (error) {
      onProblem(name, error);
      return [];
    }
  });
}

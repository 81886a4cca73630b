/** Which items a session has: concepts that are due, then what the person has not met and is about to be able to do, then what they met longest ago. */
import type { Topic, TopicItem } from '../assessment/quiz/topic.ts';
import { randomStream } from '../world/sim/random.ts';

export interface Known {
  /** Concepts whose time has come, the longest overdue first, as `<topic>/<concept>`. */
  readonly due: readonly string[];
  /** When an item was answered last, ms since 1970, by name. */
  readonly answeredAtMs: ReadonlyMap<string, number>;
}

/** People write at most one explanation a session: it takes minutes, the rest takes seconds. */
const MOST_EXPLANATIONS = 1;

/** Puts items in front that are neither too hard nor too easy for the person; keeps the order of those that are alike. */
export type Aim = (items: readonly TopicItem[]) => readonly TopicItem[];

/** `count` items or as many as there are, in the order in which they are asked; explanations come last. */
export function chooseItems(
  topics: readonly Topic[],
  known: Known,
  aim: Aim,
  count: number,
  seed: number,
): readonly TopicItem[] {
  const candidates = [...listDue(topics, known), ...listNew(topics, known, aim, seed), ...listOldest(topics, known)];
  const chosen = new Map<string, TopicItem>();
  let explanations = 0;
  for (const one of candidates) {
    if (chosen.size >= count) break;
    if (chosen.has(one.name)) continue;
    if (one.item.type === 'explain' && ++explanations > MOST_EXPLANATIONS) continue;
    chosen.set(one.name, one);
  }
  return [...chosen.values()].sort((a, b) => Number(a.item.type === 'explain') - Number(b.item.type === 'explain'));
}

/** For each due concept the item on it that was met longest ago, or never. */
function listDue(topics: readonly Topic[], { due, answeredAtMs }: Known): TopicItem[] {
  const taken = new Set<string>();
  return due.flatMap((concept) => {
    const [best] = topics
      .flatMap((topic) => topic.items.filter(({ item }) => item.concepts.some((id) => `${topic.id}/${id}` === concept)))
      .filter(({ name }) => !taken.has(name))
      .sort((a, b) => (answeredAtMs.get(a.name) ?? 0) - (answeredAtMs.get(b.name) ?? 0));
    if (best) taken.add(best.name);
    return best ? [best] : [];
  });
}

/** Topic by topic in turn. */
function listNew(topics: readonly Topic[], { answeredAtMs }: Known, aim: Aim, seed: number): TopicItem[] {
  const random = randomStream(seed, 'practice', 'new');
  const queues = topics
    .map(({ items }) => ({ at: random.next(), items: items.filter(({ name }) => !answeredAtMs.has(name)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ items }) => aim(shuffle(items, random)));
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) => queues.flatMap((queue) => queue[turn] ?? [])).flat();
}

function shuffle(items: readonly TopicItem[], random: { next(): number }): TopicItem[] {
  return items
    .map((one) => ({ one, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function listOldest(topics: readonly Topic[], { answeredAtMs }: Known): TopicItem[] {
  return topics
    .flatMap(({ items }) => items)
    .sort((a, b) => (answeredAtMs.get(a.name) ?? 0) - (answeredAtMs.get(b.name) ?? 0));
}

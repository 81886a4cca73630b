/** What is wrong with the items of a topic beyond the shape of their files. */
import type { LabProblem } from '../labs/folder.ts';
import { lintKind } from './catalogue.ts';
import { repeated } from './item-kind.ts';
import { proofProblem } from './proof.ts';
import type { Item } from './schema.ts';
import type { Topic, TopicItem } from './topic.ts';

export function lintTopic(topic: Topic): readonly LabProblem[] {
  const twice = repeated(topic.items.map(({ item }) => item.id));
  return [
    ...twice.map((id) => ({ file: 'quiz', says: `${id} is there twice` })),
    ...topic.items.flatMap((one) => lintItem(topic, one)),
    ...lintLengths(topic.items),
  ];
}

function lintItem(topic: Topic, { item, file }: TopicItem): LabProblem[] {
  const known = new Set(topic.concepts.map(({ id }) => id));
  const problems = [
    ...item.concepts.filter((id) => !known.has(id)).map((id) => `concepts: topic.yaml has no ${id}`),
    ...lintKind(item),
    ...listTexts(item)
      .filter((text) => /!(\s|$)/.test(text))
      .map((text) => `“${text.slice(0, 40)}…” has an exclamation mark`),
  ];
  const proof = problems.length === 0 ? proofProblem(item) : undefined;
  return [...problems, ...(proof ? [`proof: ${proof}`] : [])].map((says) => ({ file, at: item.id, says }));
}

function listTexts(item: Item): readonly string[] {
  return [item.prompt.replaceAll(/`[^`]*`/g, ''), item.explanation.replaceAll(/`[^`]*`/g, '')];
}

/** Of many items with one right option it must not be the longest more often than people could use. */
const MOST_LONGEST = 0.4;
const ENOUGH_ITEMS = 6;

function lintLengths(items: readonly TopicItem[]): LabProblem[] {
  const choices = items.flatMap(({ item }) => (item.type === 'single' || item.type === 'output' ? [item] : []));
  const longest = choices.filter(({ options }) => {
    const wrong = Math.max(...options.filter(({ right }) => !right).map(({ text }) => text.length));
    return (options.find(({ right }) => right)?.text.length ?? 0) > wrong;
  });
  if (choices.length < ENOUGH_ITEMS || longest.length <= choices.length * MOST_LONGEST) return [];
  const names = longest.map(({ id }) => id).join(', ');
  const says = `the right option is the longest in ${longest.length} of ${choices.length} items, at most ${MOST_LONGEST * 100} % expected: ${names}`;
  return [{ file: 'quiz', says }];
}

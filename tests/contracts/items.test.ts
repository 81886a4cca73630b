/** Every item of the shelf: the linter has nothing to say, what is shown tells no key, and the key is marked right. */
import { describe, expect, test } from 'vitest';
import { answerSchema, markAnswer, showBody } from '../../lib/assessment/quiz/catalogue.ts';
import { lintTopic } from '../../lib/assessment/quiz/lint.ts';
import { readTopic } from '../../lib/assessment/quiz/topic.ts';
import { labRoots, listTopics, readTopicFolder } from '../../lib/shelf/lab-folders.ts';
import { rightAnswer } from '../builders/right-answer.ts';
import { SHELF } from '../practice/shelf.ts';

const topics = listTopics(labRoots(undefined)).map(({ directory }) => readTopic(readTopicFolder(directory)));
const SEEDS = [1, 2, 77];

describe.each([...topics, ...SHELF.list()])('$title', (topic) => {
  test('the linter has nothing to say', () => {
    expect(lintTopic(topic)).toEqual([]);
  }, 60_000);

  test.each(topic.items)('$name', ({ item }) => {
    for (const seed of SEEDS) {
      const body = showBody(item, seed);
      const shown = JSON.stringify(body);
      expect(shown).not.toContain('"because":');
      const answer = answerSchema(item, undefined).parse(rightAnswer(item, body));
      expect(markAnswer(item, seed, answer)).toMatchObject({ share: 1 });
      expect(showBody(item, seed)).toEqual(body);
      const unknown = markAnswer(item, seed, { unknown: true });
      expect(unknown).toMatchObject({ share: 0, key: markAnswer(item, seed, answer).key });
      expect(unknown.notes.filter(({ chosen }) => chosen)).toEqual([]);
    }
  });
});

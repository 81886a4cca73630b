import type { Topic, TopicItem } from '../assessment/quiz/topic.ts';

/** The topics that practice draws from. */
export interface TopicShelf {
  list(): readonly Topic[];
  findItem(name: string): TopicItem | undefined;
}

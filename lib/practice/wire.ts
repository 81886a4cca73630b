/** What goes over the wire between the practice pages and the server. */
import { z } from 'zod';
import { topicSchema } from '../assessment/labs/schema.ts';
import type { Item, Source } from '../assessment/quiz/schema.ts';
import type { Marking, ShownBody } from '../assessment/quiz/shown.ts';

export const MOST_ITEMS = 30;

export const practiceWish = z.union([
  z.strictObject({ kind: z.literal('Placement') }),
  z.strictObject({
    kind: z.literal('Practice').default('Practice'),
    topic: topicSchema.optional(),
    items: z.int().min(1).max(MOST_ITEMS).default(10),
  }),
]);
export const givenAnswer = z.strictObject({ position: z.int().min(0), answer: z.record(z.string(), z.unknown()) });

export interface StartedPractice {
  readonly practiceId: string;
}

/** What is known after the answer, and not before. */
export interface AnsweredItem extends Marking {
  readonly answer: unknown;
  readonly explanation: string;
  readonly sources: readonly Source[];
  /** The person still says which criteria their explanation meets. */
  readonly awaitsCriteria: boolean;
}

export interface AskedItem {
  readonly position: number;
  /** `<topic>/<id>` */
  readonly name: string;
  readonly topic: string;
  readonly level: Item['level'];
  readonly prompt: string;
  readonly exhibit?: Item['exhibit'];
  readonly body: ShownBody;
  readonly answered?: AnsweredItem;
}

/** An answer's marking, and of a placement the item after it. */
export interface GivenBack extends AskedItem {
  readonly next?: AskedItem;
}

export interface PracticeView {
  readonly id: string;
  /** Of a placement only the items so far are known; there are `most` at most. */
  readonly kind: 'Practice' | 'Placement';
  readonly most: number;
  readonly topic?: string;
  readonly items: readonly AskedItem[];
  readonly finished: boolean;
}

export interface TopicCard {
  readonly id: string;
  readonly title: string;
  readonly items: number;
  readonly labs: number;
  readonly hasPrimer: boolean;
  /** Items that this person has answered at least once. */
  readonly met: number;
  /** Concepts whose time to come back has come. */
  readonly due: number;
}

export interface TopicsAnswer {
  readonly topics: readonly TopicCard[];
  /** A lab on what has been due longest. */
  readonly dueLab?: { readonly name: string; readonly title: string };
  /** Whether the person has ended a placement. */
  readonly placed: boolean;
  /** A session that was begun and not ended. */
  readonly open?: {
    readonly practiceId: string;
    readonly topic?: string;
    readonly answered: number;
    readonly items: number;
  };
}

export interface TopicAnswer extends TopicCard {
  readonly concepts: readonly { readonly id: string; readonly title: string; readonly state: ConceptState }[];
  readonly primer?: { readonly scratch: string; readonly senior: string };
}

/** `new`: never met. `learning`: to be met again soon. `held`: remembered until a later day. */
export type ConceptState = 'new' | 'learning' | 'held';

/** What a person has done in a topic. */
export interface TopicProgress {
  readonly id: string;
  readonly title: string;
  readonly items: number;
  /** Items answered at least once, and how many of them were right the last time. */
  readonly met: number;
  readonly right: number;
  readonly concepts: number;
  /** Concepts that are held until a later day; those met and to be met again. */
  readonly remembered: number;
  readonly learning: number;
  readonly labs: readonly LabProgress[];
  /** How good they are, points; absent while nothing is known at all. */
  readonly rating?: TopicRating;
}

/** In 90 of 100 cases the ability lies between `low` and `high`. */
export interface TopicRating {
  readonly rating: number;
  readonly low: number;
  readonly high: number;
  /** So little is known that a page should say so. */
  readonly provisional: boolean;
}

export interface LabProgress {
  readonly name: string;
  readonly title: string;
  /** The best share of its points, 0 to 1; absent: never graded. */
  readonly best?: number;
  readonly tries: number;
}

/** Something done, the newest first. */
export type Done =
  | {
      readonly kind: 'Practice';
      readonly id: string;
      readonly at: string;
      readonly topic?: string;
      readonly right: number;
      readonly answered: number;
      readonly items: number;
    }
  | {
      readonly kind: 'Lab';
      readonly id: string;
      readonly at: string;
      readonly lab: string;
      readonly title: string;
      readonly share?: number;
      readonly finished: boolean;
    };

/** A question was corrected, and with it the mark of an answer; shares from 0 to 1. */
export interface Correction {
  readonly practiceId: string;
  readonly position: number;
  readonly prompt: string;
  readonly before: number;
  readonly after: number;
}

export interface ProgressAnswer {
  readonly corrections: readonly Correction[];
  readonly topics: readonly TopicProgress[];
  readonly done: readonly Done[];
}

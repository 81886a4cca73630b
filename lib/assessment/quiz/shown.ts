/**
 * What a person sees of an item before the answer, what they answer, and what they see after it. Nothing in `Shown`
 * tells the key: options are named by their place, which is drawn anew for every asking.
 */
import type { Fate } from './schema.ts';

/** One thing to choose, named `a`, `b` … by the place at which it is shown. */
export interface ShownOption {
  readonly key: string;
  readonly text: string;
  readonly fate?: Fate;
}

export type ShownBody =
  | { readonly type: 'single' | 'output' | 'fate' | 'multiple'; readonly options: readonly ShownOption[] }
  | { readonly type: 'order'; readonly steps: readonly ShownOption[] }
  | { readonly type: 'match'; readonly lefts: readonly ShownOption[]; readonly rights: readonly ShownOption[] }
  | { readonly type: 'value'; readonly kind: 'number' | 'cidr' | 'port' | 'address'; readonly unit?: string }
  | { readonly type: 'field'; readonly before: string; readonly after: string }
  | { readonly type: 'line'; readonly kind: 'manifest' | 'terminal' | 'file'; readonly lines: readonly string[] }
  | { readonly type: 'explain' };

/** One thing that could be chosen or said, after the answer. */
export interface Note {
  /** Of the option, step, left side, line or criterion; a value that was typed has none. */
  readonly key?: string;
  readonly text: string;
  readonly chosen: boolean;
  readonly right: boolean;
  readonly because: string;
}

export interface Marking {
  /** 0 to 1; 1 is right. */
  readonly share: number;
  /** The key, in words. */
  readonly key: string;
  readonly notes: readonly Note[];
  /** For an explanation: what a panel hopes to hear. Its criteria are ticked by the person who wrote. */
  readonly model?: string;
}

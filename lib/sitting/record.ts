/** The ordered record of one sitting: inputs of a person, effects on the world, `seq` without gaps. */
import type { ApiRequest } from '../world/apiserver/request.ts';
import type { Conversation, Effect } from '../world/effect.ts';
import type { ExecCall } from './exec.ts';

/**
 * One row, as it is kept; `seq` is assigned in the worker, without gaps. One kind is written by the main thread:
 * `terminated`, after the worker was ended under a runaway line. A fold prints its text and does not run the line again.
 */
export interface RecordRow {
  readonly seq: number;
  readonly kind: string;
  readonly worldMs: number;
  readonly actor: 'person' | 'reviewer' | 'system';
  readonly terminal?: number;
  readonly clientId?: string;
  readonly clientSeq?: number;
  readonly body: unknown;
}

/** Identifies one input of one browser tab; a pair that was seen before is not done again. */
export interface InputId {
  readonly clientId: string;
  readonly clientSeq: number;
}

/** What a person or the platform did, as the session fold takes it. */
export type Input =
  | { readonly kind: 'keys'; readonly terminal: number; readonly text: string }
  | { readonly kind: 'interrupt'; readonly terminal: number }
  | { readonly kind: 'resize'; readonly terminal: number; readonly columns: number; readonly rows: number }
  | { readonly kind: 'terminal' }
  /** The person closes a terminal: what runs in it ends. The last one stays. */
  | { readonly kind: 'close'; readonly terminal: number }
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly editor: 'open' | 'closed' }
  | { readonly kind: 'answer'; readonly task: string; readonly value: string }
  | { readonly kind: 'hint'; readonly task: string }
  | { readonly kind: 'check' }
  | {
      readonly kind: 'submit';
      readonly manifests: readonly { path: string; text: string }[];
      readonly commands: string;
      readonly answers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'pause'; readonly state: 'paused' | 'running' }
  | { readonly kind: 'finish' }
  /** A client outside the terminals changes something, or has a command run in a container; `hangup` ends the latter. */
  | { readonly kind: 'request'; readonly cluster: string; readonly request: ApiRequest }
  | { readonly kind: 'exec'; readonly terminal: number; readonly call: ExecCall }
  | { readonly kind: 'converse'; readonly conversation: Extract<Conversation, { kind: 'http' }> }
  | { readonly kind: 'hangup'; readonly terminal: number }
  /** Wall time that passed, ms: at most 15 minutes between two inputs, none while paused. */
  | { readonly kind: 'elapsed'; readonly ms: number }
  /** The worker was ended under a runaway line. */
  | { readonly kind: 'terminated'; readonly terminal?: number; readonly text: string; readonly exitCode: number };

const INPUTS: ReadonlySet<string> = new Set([
  'keys',
  'interrupt',
  'resize',
  'terminal',
  'close',
  'file',
  'answer',
  'hint',
  'check',
  'submit',
  'reset',
  'pause',
  'finish',
  'request',
  'exec',
  'converse',
  'hangup',
  'elapsed',
  'terminated',
]);

/** A request is an input when a client outside made it, and an effect when it names the input it came `of`. */
export function isInput(row: RecordRow): boolean {
  return INPUTS.has(row.kind) && !('of' in (row.body as object));
}

/** The input that a row holds. */
export function inputOf(row: RecordRow): Input {
  const at = row.terminal === undefined ? {} : { terminal: row.terminal };
  const { tick: _, ...body } = row.body as { tick?: number };
  return { kind: row.kind, ...at, ...body } as Input;
}

/** The moment of the sitting at which an input was taken; undefined for rows that the main thread wrote. */
export function tickOf(row: RecordRow): number | undefined {
  return (row.body as { tick?: number }).tick;
}

/** Body of an effect's row: which input caused it, what happened, and a hash of the result for the replay to compare. */
export interface EffectBody {
  readonly of: number;
  readonly effect: Effect;
  readonly hash: string;
}

/** What the row did to the world; undefined when it is no effect. */
export function effectOf(row: RecordRow): EffectBody | undefined {
  return EFFECTS.has(row.kind) && 'of' in (row.body as object) ? (row.body as EffectBody) : undefined;
}

const EFFECTS: ReadonlySet<string> = new Set(['request', 'send', 'advance', 'fs']);

/** Writes rows; whoever listens gets them in batches. */
export class Recorder {
  #rows: RecordRow[] = [];
  #seq: number;
  /** The input whose effects come now. */
  #cause = 0;

  constructor(lastSeq: number) {
    this.#seq = lastSeq;
  }

  /** After a replay: forgets the rows it made again and counts on from the last row of the record. */
  continueFrom(lastSeq: number): void {
    this.#rows = [];
    this.#seq = lastSeq;
  }

  input(input: Input, tick: number, worldMs: number, id?: InputId): number {
    const { kind, ...rest } = input;
    const { terminal, ...body } = rest as { terminal?: number };
    const actor = kind === 'elapsed' || kind === 'terminated' ? 'system' : 'person';
    this.#cause = this.#push({
      kind,
      worldMs,
      actor,
      ...(terminal === undefined ? {} : { terminal }),
      ...id,
      body: { ...body, tick },
    });
    return this.#cause;
  }

  effect(effect: Effect, hash: string, worldMs: number): void {
    this.#push({
      kind: effect.type,
      worldMs,
      actor: 'system',
      body: { of: this.#cause, effect, hash } satisfies EffectBody,
    });
  }

  /** The world was put back to its start, by a word typed or a button. */
  restarted(worldMs: number): void {
    this.#push({ kind: 'restarted', worldMs, actor: 'system', body: { of: this.#cause } });
  }

  /** A newer engine takes the sitting over. */
  engine(from: number, to: number, worldMs: number): void {
    this.#push({ kind: 'engine', worldMs, actor: 'system', body: { from, to } });
  }

  get seq(): number {
    return this.#seq;
  }

  /** Rows since the last call. */
  take(): readonly RecordRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #push(row: Omit<RecordRow, 'seq'>): number {
    this.#seq += 1;
    this.#rows.push({ seq: this.#seq, ...row });
    return this.#seq;
  }
}

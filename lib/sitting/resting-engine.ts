/**
 * The engine of a sitting that goes when nobody types: what differs from the start it shares with other sittings is packed,
 * and the next call has an engine made of it that is as the one before.
 */
import { Engine, type Host } from './engine.ts';
import { type ForeignListener, NOBODY } from './foreign.ts';
import type { EngineRest, Pack } from './rest.ts';
import type { SittingListener } from './sitting.ts';
import type { Beginning, Template } from './templates.ts';

/** What the engine was opened with. */
export interface Surroundings {
  readonly beginning: Beginning;
  readonly epochMs: number;
  readonly host: Host;
  readonly listener: Omit<SittingListener, 'clients'>;
  readonly foreign?: ForeignListener;
}

export class RestingEngine {
  readonly #around: Omit<Surroundings, 'beginning'>;
  readonly #template: Template;
  /** The start of a sitting that an older engine began. */
  readonly #ownStart: NonNullable<Beginning['from']>['start'];
  #engine: Engine | undefined;
  #packed: (() => EngineRest) | undefined;

  constructor(engine: Engine, { beginning, ...around }: Surroundings) {
    const { variant, start, from } = beginning;
    this.#around = around;
    this.#template = { variant, start };
    this.#ownStart = from?.start;
    this.#engine = engine;
  }

  /** The engine; a packed one is made again, which takes some milliseconds. */
  awake(): Engine {
    this.#engine ??= this.#unpack();
    return this.#engine;
  }

  /** Packs it, unless something runs or somebody looks. */
  rest(pack: Pack): 'Resting' | 'Awake' {
    if (!this.#engine) return 'Resting';
    const rest = this.#engine.rest();
    if (!rest) return 'Awake';
    this.#packed = pack(rest);
    this.#engine = undefined;
    return 'Resting';
  }

  async close(): Promise<void> {
    await this.#engine?.close();
  }

  #unpack(): Engine {
    if (!this.#packed) throw new Error('invariant: an engine is awake or packed');
    const { seq, session, changes, marks, ...rested } = this.#packed();
    this.#packed = undefined;
    const { epochMs, host, listener, foreign = NOBODY } = this.#around;
    const start = this.#ownStart;
    const world = start?.fork() ?? this.#template.start.at(epochMs);
    world.state.apply(changes);
    const from = { seq, world, session, marks, rested, ...(start ? { start } : {}) };
    return new Engine({ ...this.#template, from }, epochMs, host, listener, foreign);
  }
}

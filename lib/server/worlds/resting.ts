/** Sittings at which nobody has typed for a while are packed, and stand again with the next call. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Pack } from '../../sitting/rest.ts';
import type { RestingEngine } from '../../sitting/resting-engine.ts';

const REST_AFTER_MS = 20_000;
/** How long those who type may wait for others to be packed, ms. */
const LOOK_MS = 50;
export const LOOK_EVERY_MS = 1_000;

export const pack: Pack = <T>(value: T) => {
  // A copy: what zlib answers is the beginning of a much larger buffer.
  const packed = new Uint8Array(deflateRawSync(JSON.stringify(value)));
  return () => JSON.parse(inflateRawSync(packed).toString('utf8')) as T;
};

export class Resting {
  /** Those that stand, the one used longest ago first. */
  readonly #usedAtMs = new Map<RestingEngine, number>();

  used(engine: RestingEngine, nowMs = Date.now()): void {
    this.#usedAtMs.delete(engine);
    this.#usedAtMs.set(engine, nowMs);
  }

  closed(engine: RestingEngine): void {
    this.#usedAtMs.delete(engine);
  }

  /** To be called every `LOOK_EVERY_MS`; the rest of a long list waits for the next time. */
  look(nowMs = Date.now()): void {
    const until = performance.now() + LOOK_MS;
    for (const [engine, usedAtMs] of [...this.#usedAtMs]) {
      if (usedAtMs > nowMs - REST_AFTER_MS || performance.now() > until) return;
      if (engine.rest(pack) === 'Resting') this.#usedAtMs.delete(engine);
      else this.used(engine, nowMs);
    }
  }
}

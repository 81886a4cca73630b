/** Sittings at which nobody has typed for a while take less memory: their shells go, and come back with the next call. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Engine } from '../../sitting/engine.ts';
import type { Pack } from '../../sitting/sitting.ts';

const REST_AFTER_MS = 20_000;

export const pack: Pack = <T>(value: T) => {
  // A copy: what zlib answers is the beginning of a much larger buffer.
  const packed = new Uint8Array(deflateRawSync(JSON.stringify(value)));
  return () => JSON.parse(inflateRawSync(packed).toString('utf8')) as T;
};

export class Resting {
  readonly #usedAtMs = new Map<Engine, number>();

  used(engine: Engine): void {
    this.#usedAtMs.set(engine, Date.now());
  }

  closed(engine: Engine): void {
    this.#usedAtMs.delete(engine);
  }

  /** To be called every few seconds. */
  look(): void {
    const before = Date.now() - REST_AFTER_MS;
    for (const [engine, usedAtMs] of this.#usedAtMs) if (usedAtMs < before) engine.rest(pack);
  }
}

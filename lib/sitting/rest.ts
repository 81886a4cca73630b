/** What is left of a sitting at which nobody types: what differs from its start, and what stands around the world. */
import type { Changes } from '../world/sim/state.ts';
import type { KeptSoFar, Rested, Restored, Session } from './snapshot.ts';

/** A JSON value. */
export interface SittingRest {
  /** The last row of the record. */
  readonly seq: number;
  /** `Quiet`: nothing ran. */
  readonly session: Session;
  /** Of the world since the start of the sitting. */
  readonly changes: Changes;
  readonly kept: KeptSoFar;
}

/** A JSON value. */
export type EngineRest = SittingRest & Omit<Rested, 'kept'> & Required<Pick<Restored, 'marks'>>;

/** Puts a JSON value away in little room; the answer gives it back. */
export type Pack = <T>(value: T) => () => T;

/** A controller: names what it watches and brings one key at a time to where it should be. */

import type { KindName } from '../api/kinds.ts';
import type { Change, Client } from '../apiserver/client.ts';
import type { Cluster } from '../cluster.ts';
import type { Random } from '../sim/random.ts';

export interface ControllerContext {
  readonly cluster: Cluster;
  readonly client: Client;
  nowMs(): number;
  /** Reconciles `key` of this controller again after `ms` of world time; of two wishes for one key the earlier stands. */
  after(ms: number, key: string): void;
  /** Takes back a wish for later. */
  never(key: string): void;
  /** A stream for one purpose and object; the same one each time it is asked for in a world. */
  random(purpose: string, object: string): Random;
}

type Watch = (change: Change, context: ControllerContext) => readonly string[];

export interface Controller {
  readonly name: string;
  /** For each watched kind: which keys a change of it concerns. A deleted object arrives with `object` undefined. */
  readonly watches: Partial<Record<KindName, Watch>>;
  /** As `watches`, for every kind that a definition makes and for definitions. */
  readonly watchesCustom?: Watch;
  /** Level-triggered and idempotent: settling twice changes nothing. */
  reconcile(key: string, context: ControllerContext): void;
}

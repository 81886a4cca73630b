/** A cluster with its API server and controllers on the virtual clock, for tests of controllers. */
import { decode } from '../../lib/world/api/decode.ts';
import { getKind, type KindName, type ObjectOf } from '../../lib/world/api/kinds.ts';
import type { Client } from '../../lib/world/apiserver/client.ts';
import { createApiServer } from '../../lib/world/apiserver/server.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { createManager, type Manager } from '../../lib/world/controlplane/manager.ts';
import { advanceTo, settle } from '../../lib/world/controlplane/passage.ts';
import { nowMs } from '../../lib/world/sim/clock.ts';
import { State } from '../../lib/world/sim/state.ts';

export interface SimulatedCluster {
  readonly cluster: Cluster;
  readonly client: Client;
  readonly manager: Manager;
  advanceTo(toMs: number): void;
  /** Creates manifests as given (JSON) and runs what is due at once. */
  apply(...manifests: readonly object[]): void;
  /** Answers whether it came to rest within `limitMs`. */
  settle(limitMs?: number): 'Settled' | 'LimitReached';
  /** Moves the clock by that many seconds. */
  pass(seconds: number): void;
  nowMs(): number;
  pods(namespace?: string): readonly ObjectOf<'Pod'>[];
  /** `reason: message` of all events of an object, in order. */
  events(name: string, namespace?: string): string[];
  fork(): SimulatedCluster;
}

const SETTLE_LIMIT_MS = 900_000;

export function openCluster(state: State, seed = 7): SimulatedCluster {
  const cluster: Cluster = { name: 'main', state, seed, epochMs: 1_767_603_600_000 };
  let manager: Manager | undefined;
  const { client } = createApiServer(cluster, { onChange: (change) => manager?.onChange(change) });
  const running = createManager(cluster, client);
  manager = running;
  return {
    cluster,
    client,
    manager: running,
    apply(...manifests) {
      for (const manifest of manifests) {
        create(client, manifest as { kind: KindName }, cluster.epochMs);
        running.runDue();
      }
    },
    advanceTo: (toMs) => advanceTo(state, [running], toMs),
    settle: (limitMs = SETTLE_LIMIT_MS) => settle(state, [running], limitMs),
    pass: (seconds) => advanceTo(state, [running], nowMs(state) + seconds * 1000),
    nowMs: () => nowMs(state),
    pods: (namespace = 'default') => client.list('Pod', namespace),
    events: (name, namespace = 'default') =>
      client
        .list('Event', namespace)
        .filter((event) => event.involvedObject.name === name)
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((event) => `${event.reason}: ${event.message}`),
    fork: () => openCluster(state.fork(), seed),
  };
}

function create(client: Client, manifest: { kind: KindName }, epochMs: number): void {
  const decoded = decode(getKind(manifest.kind).schema, manifest, { strictness: 'Strict', epochMs });
  if (!decoded.ok) throw new Error(`${manifest.kind}: ${decoded.message}`);
  const object = decoded.object as unknown as { metadata: { namespace?: string } };
  const namespaced = getKind(manifest.kind).scope === 'Namespaced' && !object.metadata.namespace;
  const full = namespaced ? { ...object, metadata: { ...object.metadata, namespace: 'default' } } : object;
  client.create(manifest.kind, full as unknown as ObjectOf<KindName>);
}

let template: State | undefined;

/** A fresh EKS-shaped cluster of four nodes in two zones, settled; each call gives a fork of one template. */
export function simulatedCluster(seed = 7): SimulatedCluster {
  if (seed !== 7) return bootCluster(seed);
  template ??= bootCluster(seed).cluster.state;
  return openCluster(template.fork(), seed);
}

function bootCluster(seed: number): SimulatedCluster {
  const booted = openCluster(new State(), seed);
  booted.apply(...bootstrapCluster({ nodes: 4, zones: 2 }));
  booted.settle();
  return booted;
}

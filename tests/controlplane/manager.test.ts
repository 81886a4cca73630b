import { describe, expect, it } from 'vitest';
import { createApiServer } from '../../lib/world/apiserver/server.ts';
import { StatusError } from '../../lib/world/apiserver/status.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import type { Controller } from '../../lib/world/controlplane/controller.ts';
import { createManager, type Manager } from '../../lib/world/controlplane/manager.ts';
import { advanceTo as passTo, settle as settleAll } from '../../lib/world/controlplane/passage.ts';
import { nowMs } from '../../lib/world/sim/clock.ts';
import { State } from '../../lib/world/sim/state.ts';

/** A cluster with one controller of the test's own that watches namespaces. */
function clusterWith(reconcile: Controller['reconcile'], state = new State()) {
  const cluster: Cluster = { name: 'main', state, seed: 1, epochMs: 0 };
  const controller: Controller = {
    name: 'probe',
    watches: { Namespace: ({ object }) => (object ? [object.metadata.name ?? ''] : []) },
    reconcile,
  };
  let manager: Manager | undefined;
  const { client } = createApiServer(cluster, { onChange: (change) => manager?.onChange(change) });
  manager = createManager(cluster, client, [controller]);
  const namespace = (name: string) =>
    client.create('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} });
  const managers = [manager];
  return {
    cluster,
    client,
    manager,
    namespace,
    advanceTo: (toMs: number) => passTo(state, managers, toMs),
    settle: (limitMs: number) => settleAll(state, managers, limitMs),
  };
}

describe('the work queue', () => {
  it('hands keys over in the order in which they came, each once', () => {
    const seen: string[] = [];
    const { client, manager, namespace } = clusterWith((key) => void seen.push(key));
    for (const name of ['b', 'a', 'c']) namespace(name);
    const b = client.find('Namespace', 'b');
    if (b) client.update('Namespace', { ...b, metadata: { ...b.metadata, labels: { x: 'y' } } });
    manager.runDue();
    expect(seen).toEqual(['b', 'a', 'c']);
  });

  it('wakes a key at its time and stands at the time asked for', () => {
    const seen: number[] = [];
    const { cluster, manager, namespace, advanceTo } = clusterWith((key, context) => {
      seen.push(context.nowMs());
      if (seen.length < 4) context.after(1000, key);
    });
    namespace('a');
    manager.runDue();
    advanceTo(2500);
    expect(seen).toEqual([0, 1000, 2000]);
    expect(nowMs(cluster.state)).toBe(2500);
    advanceTo(10_000);
    expect(seen).toEqual([0, 1000, 2000, 3000]);
  });

  it('lets the earlier of two wishes for one key stand', () => {
    const seen: number[] = [];
    const { namespace, advanceTo } = clusterWith((key, context) => {
      seen.push(context.nowMs());
      if (seen.length > 1) return;
      context.after(5000, key);
      context.after(1000, key);
      context.after(3000, key);
    });
    namespace('a');
    advanceTo(60_000);
    expect(seen).toEqual([0, 1000]);
  });

  it('carries timers over into a fork', () => {
    const state = new State();
    const original = clusterWith((key, context) => context.after(1000, key), state);
    original.namespace('a');
    original.manager.runDue();
    const seen: number[] = [];
    const fork = clusterWith((_, context) => void seen.push(context.nowMs()), state.fork());
    fork.advanceTo(5000);
    expect(seen).toEqual([1000]);
    expect(nowMs(original.cluster.state)).toBe(0);
  });

  it('looks again later at what the API server refused', () => {
    const seen: number[] = [];
    const { namespace, advanceTo } = clusterWith((_, context) => {
      seen.push(context.nowMs());
      if (seen.length === 1) throw new StatusError(403, 'Forbidden', 'no');
    });
    namespace('a');
    advanceTo(60_000);
    expect(seen).toHaveLength(2);
  });

  it('does not swallow a mistake of ours', () => {
    const { manager, namespace } = clusterWith(() => {
      throw new Error('ours');
    });
    namespace('a');
    expect(() => manager.runDue()).toThrow('ours');
  });

  it('gives up on a controller that never comes to rest', () => {
    const { manager, namespace } = clusterWith((key, context) => context.after(0, key));
    namespace('a');
    expect(() => manager.runDue()).toThrow('invariant: probe a never comes to rest');
  });

  it('settles after a minute of silence, and says when the limit came first', () => {
    const tick = (everyMs: number) => {
      let n = 0;
      let last = -1;
      return clusterWith((key, context) => {
        const object = context.client.find('Namespace', key);
        if (object && n < 20 && context.nowMs() > last) {
          n++;
          last = context.nowMs();
          context.client.update('Namespace', { ...object, metadata: { ...object.metadata, labels: { n: String(n) } } });
          context.after(everyMs, key);
        }
      });
    };
    const busy = tick(10_000);
    busy.namespace('a');
    expect(busy.settle(50_000)).toBe('LimitReached');
    expect(busy.settle(900_000)).toBe('Settled');
  });
});

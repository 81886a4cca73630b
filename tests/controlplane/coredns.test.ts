import { describe, expect, it } from 'vitest';
import { corefileOf } from '../../lib/world/dns/corefile-source.ts';
import { findLog } from '../../lib/world/workloads/logs.ts';
import { processOf } from '../../lib/world/workloads/process.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

/** The kubelet's sync (90 s at most), then the next tick of `reload` (30 s and half of 15 s). */
const LONGEST_S = 90 + 38;

function edit(world: SimulatedCluster, change: (corefile: string) => string): void {
  const map = world.client.find('ConfigMap', 'coredns', 'kube-system');
  if (!map) throw new Error('no ConfigMap');
  world.client.update('ConfigMap', { ...map, data: { Corefile: change(map.data?.Corefile ?? '') } });
  world.manager.runDue();
}

const podsOf = (world: SimulatedCluster) =>
  world.pods('kube-system').filter(({ metadata }) => metadata.name.startsWith('coredns-'));

/** The TTL in seconds that each pod's `kubernetes` plugin gives, 5 when it says none. */
function ttls(world: SimulatedCluster): number[] {
  return podsOf(world).map((pod) => {
    const corefile = corefileOf(processOf(world.cluster, pod, 'coredns'));
    if ('error' in corefile) return Number.NaN;
    const plugin = corefile.blocks.flatMap(({ plugins }) => plugins).find(({ name }) => name === 'kubernetes');
    return Number(plugin?.block.find(([option]) => option === 'ttl')?.[1] ?? 5);
  });
}

function logs(world: SimulatedCluster, index = 0): string[] {
  const name = podsOf(world)[index]?.metadata.name ?? '';
  const lines = findLog(world.cluster, { namespace: 'kube-system', pod: name, container: 'coredns' }) ?? [];
  return lines.map(({ text }) => text);
}

const slower = (corefile: string) => corefile.replace('pods insecure', 'pods insecure\n      ttl 60');

describe('an edited Corefile', () => {
  // https://coredns.io/plugins/reload/ (30 s, jitter 15 s); https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/ ("allow two minutes")
  it('is served when the kubelet has brought it and reload ticks, by each pod at its own time', () => {
    const world = simulatedCluster();
    edit(world, slower);
    expect(ttls(world)).toEqual([5, 5]);
    const seen = new Set<string>();
    for (let second = 0; second < LONGEST_S; second++) {
      world.pass(1);
      seen.add(ttls(world).join());
    }
    expect(ttls(world)).toEqual([60, 60]);
    expect(seen.size).toBe(3);
    expect(logs(world).slice(-3)).toEqual([
      '[INFO] Reloading',
      expect.stringMatching(/^\[INFO\] plugin\/reload: Running configuration SHA512 = [0-9a-f]{128}$/),
      '[INFO] Reloading complete',
    ]);
  });

  it('is waited for when the cluster is let settle', () => {
    const world = simulatedCluster();
    edit(world, slower);
    world.settle();
    expect(ttls(world)).toEqual([60, 60]);
  });

  it('taken back before it was loaded leaves no trace', () => {
    const world = simulatedCluster();
    const before = logs(world);
    edit(world, slower);
    edit(world, (corefile) => corefile.replace('\n      ttl 60', ''));
    world.pass(600);
    expect(logs(world)).toEqual(before);
  });

  it('is served at once by a pod that starts afterwards', () => {
    const world = simulatedCluster();
    edit(world, slower);
    for (const { metadata } of podsOf(world)) world.client.delete('Pod', metadata.name, 'kube-system');
    world.pass(20);
    expect(ttls(world)).toEqual([60, 60]);
  });

  it('without reload is loaded, and no other after it until a restart', () => {
    const world = simulatedCluster();
    edit(world, (corefile) => corefile.replace('    reload\n', ''));
    world.pass(LONGEST_S);
    expect(logs(world).slice(-2)).toEqual(['[INFO] Reloading', '[INFO] Reloading complete']);
    edit(world, slower);
    world.pass(3600);
    expect(ttls(world)).toEqual([5, 5]);
  });

  it('with an interval of its own is looked at that often', () => {
    const world = simulatedCluster();
    edit(world, (corefile) => corefile.replace('    reload\n', '    reload 10m 0s\n'));
    world.pass(LONGEST_S);
    edit(world, slower);
    world.pass(300);
    expect(ttls(world)).toEqual([5, 5]);
    world.pass(600);
    expect(ttls(world)).toEqual([60, 60]);
  });
});

describe('a broken Corefile', () => {
  const broken = (corefile: string) => slower(corefile).replace('    ready\n', '    redy\n');

  // The lines: https://github.com/coredns/coredns/issues/3783
  it('leaves the running process on the one before and is complained of once', () => {
    const world = simulatedCluster();
    edit(world, broken);
    world.pass(600);
    const says = "/etc/coredns/Corefile:6 - Error during parsing: Unknown directive 'redy'";
    expect(ttls(world)).toEqual([5, 5]);
    expect(logs(world).slice(-3)).toEqual([
      '[INFO] Reloading',
      `[ERROR] Restart failed: ${says}`,
      `[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${says}`,
    ]);
    edit(world, (corefile) => corefile.replace('redy', 'ready'));
    world.pass(LONGEST_S);
    expect(ttls(world)).toEqual([60, 60]);
  });

  // https://github.com/coredns/coredns/blob/v1.14.0/plugin/reload/reload.go (parse)
  it('without its last brace is not even tried', () => {
    const world = simulatedCluster();
    edit(world, (corefile) => corefile.replace(/}\s*$/, ''));
    world.pass(LONGEST_S);
    expect(logs(world).at(-1)).toMatch(
      /^\[WARNING\] plugin\/reload: Corefile parse failed: \/etc\/coredns\/Corefile:\d+ - Error during parsing: Unexpected EOF$/,
    );
  });

  it('keeps a pod that starts with it from coming up', () => {
    const world = simulatedCluster();
    edit(world, broken);
    const [first] = podsOf(world);
    world.client.delete('Pod', first?.metadata.name ?? '', 'kube-system');
    world.pass(60);
    const waiting = podsOf(world).flatMap(({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason ?? []);
    expect(waiting).toEqual(['CrashLoopBackOff']);
  });

  // https://coredns.io/plugins/loop/
  it('that leads back to itself ends the process after the reload', () => {
    const world = simulatedCluster();
    edit(world, (corefile) => corefile.replace('/etc/resolv.conf', '172.20.0.10'));
    world.pass(LONGEST_S + 60);
    for (const pod of podsOf(world)) {
      const state = pod.status.containerStatuses?.[0];
      expect(state?.restartCount).toBeGreaterThan(0);
      expect(state?.lastState?.terminated?.exitCode).toBe(1);
    }
  });
});

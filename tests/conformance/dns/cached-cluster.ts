/** A cluster of four nodes where NodeLocal DNSCache was rolled out, and a pod that asks. */

import type { KernelTable } from '../../../lib/world/dataplane/render/kernel-view.ts';
import { kernelView } from '../../../lib/world/dataplane/render/kernel-view.ts';
import { type ResolveOptions, resolveName, type SentQuery } from '../../../lib/world/dns/resolve.ts';
import { findLog } from '../../../lib/world/workloads/logs.ts';
import { pod } from '../../controlplane/manifests.ts';
import { type SimulatedCluster, simulatedCluster } from '../../controlplane/simulated-cluster.ts';
import { first } from '../../dataplane/cluster-builder.ts';
import { type CacheOptions, nodeLocalDns } from './node-local-dns.ts';

export const API = 'kubernetes.default.svc.cluster.local.';

export class CachedCluster {
  readonly world: SimulatedCluster;

  constructor(world: SimulatedCluster = withCaller()) {
    this.world = world;
  }

  /** Where the asking pod runs. */
  get node(): string {
    return this.world.client.find('Pod', 'web', 'default')?.spec.nodeName ?? '';
  }

  get cache() {
    return this.world
      .pods('kube-system')
      .find(({ metadata, spec }) => metadata.name.startsWith('node-local-dns') && spec.nodeName === this.node);
  }

  apply(...manifests: readonly object[]): this {
    this.world.apply(...manifests);
    this.world.settle();
    this.world.pass(5);
    return this;
  }

  ask(name: string = API, options: ResolveOptions & { readonly type?: string } = {}): SentQuery {
    const { type = 'A', ...rest } = options;
    const place = { cluster: 'main', pod: { namespace: 'default', name: 'web' } };
    const { queries } = resolveName({ cluster: this.world.cluster }, place, name, type, first, rest);
    const last = queries.at(-1);
    if (!last) throw new Error('nobody was asked');
    return last;
  }

  askFromNode(options: ResolveOptions): SentQuery {
    const place = { cluster: 'main', node: this.node };
    const { queries } = resolveName({ cluster: this.world.cluster }, place, API, 'A', first, options);
    return queries.at(-1) as SentQuery;
  }

  /** `NOERROR by node-cache`, `Timeout`. */
  fate(options: ResolveOptions = {}): string {
    const { outcome, rcode, trace } = this.ask(API, options);
    return outcome === 'Answer' ? `${rcode} by ${trace.backend?.pod?.container}` : outcome;
  }

  show(what: KernelTable): readonly string[] {
    return kernelView(this.world.cluster, { cluster: 'main', node: this.node }, what) ?? [];
  }

  logs(name: string = this.cache?.metadata.name ?? ''): string[] {
    const lines = findLog(this.world.cluster, { namespace: 'kube-system', pod: name, container: 'node-cache' }) ?? [];
    return lines.map(({ text }) => text);
  }

  /** Lets kube-proxy start anew in that mode. */
  inMode(mode: 'ipvs' | 'nftables'): this {
    const { client } = this.world;
    const map = client.find('ConfigMap', 'kube-proxy-config', 'kube-system');
    if (!map) throw new Error('no kube-proxy-config');
    const config = (map.data?.config ?? '').replace(/^mode: .*$/m, `mode: ${mode}`);
    client.update('ConfigMap', { ...map, data: { config } });
    for (const { metadata } of this.world.pods('kube-system'))
      if (metadata.name.startsWith('kube-proxy')) client.delete('Pod', metadata.name, 'kube-system', {});
    this.world.manager.runDue();
    this.world.settle();
    return this;
  }

  deleteCache(gracePeriodSeconds?: number): this {
    const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    this.world.client.delete('Pod', this.cache?.metadata.name ?? '', 'kube-system', options);
    this.world.manager.runDue();
    return this;
  }
}

let template: SimulatedCluster | undefined;

function withCaller(): SimulatedCluster {
  if (!template) {
    template = simulatedCluster();
    template.apply(pod('web', { image: 'nicolaka/netshoot:v0.14', container: { command: ['sleep', 'infinity'] } }));
    template.settle();
  }
  return template.fork();
}

export function cachedCluster(options: CacheOptions = {}): CachedCluster {
  return new CachedCluster().apply(...nodeLocalDns(options));
}

/** A small cluster written straight into the store: nodes, pods, Services and slices, with nothing that reconciles them. */

import type { KindName, ObjectOf } from '../../lib/world/api/kinds.ts';
import { getKind, type KubeObject } from '../../lib/world/api/kinds.ts';
import { putObject } from '../../lib/world/apiserver/store.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import type { Choose } from '../../lib/world/dataplane/choice.ts';
import { compileRules } from '../../lib/world/dataplane/compile/node-rules.ts';
import { DEFAULT_PROXY_CONFIG } from '../../lib/world/dataplane/compile/proxy-config.ts';
import { type ProxyConfig, ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { familyOf } from '../../lib/world/net/ip.ts';
import { State } from '../../lib/world/sim/state.ts';

export const first: Choose = () => 0;

type Loose = Record<string, unknown>;

export interface PodSpec {
  readonly name: string;
  readonly node: number;
  readonly ip?: string;
  /** The pod's address of the other family. */
  readonly second?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly labels?: Record<string, string>;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly waiting?: string;
  readonly spec?: Loose;
  readonly container?: Loose;
  /** Further containers; they run as the first does. */
  readonly others?: readonly (Loose & { readonly name: string; readonly image: string })[];
}

export interface EndpointSpec {
  readonly ip: string;
  readonly node?: number;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly zones?: readonly string[];
}

export interface ServiceSpec {
  readonly name: string;
  readonly namespace?: string;
  readonly ip: string;
  readonly port?: number;
  readonly portName?: string;
  readonly protocol?: 'TCP' | 'UDP';
  readonly targetPort?: number;
  readonly nodePort?: number;
  readonly endpoints?: readonly EndpointSpec[];
  /** Those of the other family, of a Service that has both. */
  readonly more?: readonly EndpointSpec[];
  readonly spec?: Loose;
  readonly status?: Loose;
}

export class ClusterBuilder {
  readonly cluster: Cluster = { name: 'main', state: new State(), seed: 7, epochMs: 1_795_000_000_000 };

  put<K extends KindName>(kind: K, object: Loose): this {
    const { apiVersion } = getKind(kind);
    putObject(
      this.cluster,
      kind,
      Object.freeze({ kind, apiVersion, ...object }) as unknown as ObjectOf<K> as KubeObject,
    );
    return this;
  }

  /** `ip-10-0-<n>-20` with address 10.0.n.20 in zone `us-west-2<a, b, c …>`. */
  node(n: number, more: readonly string[] = []): this {
    const name = nodeName(n);
    const zone = `us-west-2${'abcdef'[n - 1]}`;
    return this.put('Node', {
      metadata: { name, labels: { 'topology.kubernetes.io/zone': zone, 'kubernetes.io/hostname': name } },
      spec: {},
      status: {
        addresses: [`10.0.${n}.20`, ...more].map((address) => ({ type: 'InternalIP', address })),
      },
    });
  }

  pod(pod: PodSpec): this {
    const {
      name,
      node,
      namespace = 'shop',
      image = 'registry.k8s.io/e2e-test-images/agnhost:2.53',
      args = ['netexec'],
      others = [],
    } = pod;
    const hostIP = `10.0.${node}.20`;
    const state = pod.waiting ? { waiting: { reason: pod.waiting } } : { running: { startedAt: -60_000 } };
    return this.put('Pod', {
      metadata: { name, namespace, uid: `uid-${name}`, labels: pod.labels ?? { app: name } },
      spec: {
        nodeName: nodeName(node),
        ...(pod.hostNetwork ? { hostNetwork: true } : {}),
        containers: [{ name: 'app', image, args, ...pod.container }, ...others],
        ...pod.spec,
      },
      status: {
        phase: pod.phase ?? 'Running',
        podIP: pod.hostNetwork ? hostIP : pod.ip,
        ...(pod.second ? { podIPs: [pod.hostNetwork ? hostIP : pod.ip, pod.second].map((ip) => ({ ip })) } : {}),
        hostIP,
        containerStatuses: [{ name: 'app', image }, ...others].map((one) => ({
          name: one.name,
          ready: !pod.waiting,
          restartCount: 0,
          image: one.image,
          imageID: '',
          state,
        })),
      },
    });
  }

  service(service: ServiceSpec): this {
    const { name, namespace = 'shop', ip, port = 80, protocol = 'TCP', targetPort = 8080 } = service;
    const named = service.portName ? { name: service.portName } : {};
    this.put('Service', {
      metadata: { name, namespace },
      spec: {
        type: service.nodePort ? 'NodePort' : 'ClusterIP',
        clusterIP: ip,
        clusterIPs: [ip],
        ports: [{ ...named, port, protocol, targetPort, ...(service.nodePort ? { nodePort: service.nodePort } : {}) }],
        ...service.spec,
      },
      status: service.status ?? {},
    });
    const slice = `${name}-abcde`;
    this.#slice(slice, service, familyOf(ip), service.endpoints ?? []);
    if (service.more) this.#slice(`${name}-fghij`, service, familyOf(ip) === 'IPv4' ? 'IPv6' : 'IPv4', service.more);
    return this;
  }

  #slice(name: string, service: ServiceSpec, addressType: string, endpoints: readonly EndpointSpec[]): void {
    const { namespace = 'shop', protocol = 'TCP', targetPort = 8080 } = service;
    this.put('EndpointSlice', {
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': service.name } },
      addressType,
      ports: [{ name: service.portName ?? '', port: targetPort, protocol }],
      endpoints: endpoints.map((endpoint) => ({
        addresses: [endpoint.ip],
        conditions: {
          ready: endpoint.ready ?? true,
          serving: endpoint.serving ?? endpoint.ready ?? true,
          terminating: endpoint.terminating ?? false,
        },
        ...(endpoint.node ? { nodeName: nodeName(endpoint.node) } : {}),
        ...(endpoint.zones ? { hints: { forZones: endpoint.zones.map((zone) => ({ name: zone })) } } : {}),
      })),
    });
  }

  /** Lets kube-proxy write the rules of these nodes, or of nodes 1 to 3. */
  sync(nodes: readonly number[] = [1, 2, 3], config: Partial<ProxyConfig> = {}): this {
    for (const n of nodes) {
      const node = nodeName(n);
      ruleSets(this.cluster).set(node, compileRules(this.cluster, node, { ...DEFAULT_PROXY_CONFIG, ...config }, 0));
    }
    return this;
  }
}

export function nodeName(n: number): string {
  return `ip-10-0-${n}-20`;
}

/** Three nodes; web on node 1, two carts on nodes 2 and 3 behind `shop/cart` 172.20.14.9:80 and node port 30080. */
export function aShop(cart: Partial<ServiceSpec> = {}): ClusterBuilder {
  const endpoints = [
    { ip: '10.0.2.31', node: 2 },
    { ip: '10.0.3.31', node: 3 },
  ];
  return new ClusterBuilder()
    .node(1)
    .node(2)
    .node(3)
    .pod({ name: 'web', node: 1, ip: '10.0.1.31' })
    .pod({ name: 'cart-a', node: 2, ip: '10.0.2.31' })
    .pod({ name: 'cart-b', node: 3, ip: '10.0.3.31' })
    .service({ name: 'cart', ip: '172.20.14.9', portName: 'http', nodePort: 30_080, endpoints, ...cart });
}

export function podPlace(name: string, namespace = 'shop') {
  return { cluster: 'main', pod: { namespace, name } } as const;
}

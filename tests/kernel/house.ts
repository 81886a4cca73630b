/**
 * A cluster's network in real network namespaces, shaped as the routed fabric is: one namespace a node, one a pod that has a network of
 * its own, and a router that knows the addresses of pods and nodes and nothing of Services. Needs root, iproute2 and iptables.
 */
import { execFileSync } from 'node:child_process';
import { threadId } from 'node:worker_threads';
import type { Cluster } from '../../lib/world/cluster.ts';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { podAddresses, topologyOf } from '../../lib/world/dataplane/topology.ts';
import { familyOf, type IpFamily, joinHostPort } from '../../lib/world/net/ip.ts';
import { listenersOf } from '../../lib/world/workloads/process.ts';
import { Agent } from './agent.ts';
import {
  nodeLines,
  outsideAddress6,
  outsideLines,
  outsideRouterLines,
  podLines,
  routerLines,
  SETTINGS6,
} from './wiring6.ts';

/** Undefined: everything is there. Otherwise what is missing, in one sentence. */
export function findWhatIsMissing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'the kernel tests need Linux and root';
  for (const tool of ['ip', 'iptables-restore', 'nft', 'conntrack', 'perl']) {
    try {
      execFileSync('which', [tool], { stdio: 'pipe' });
    } catch {
      return `the kernel tests need ${tool}: apt-get install iproute2 iptables nftables conntrack perl`;
    }
  }
  return undefined;
}

/** A machine outside the cluster whose every packet enters at one node. */
export function outsideAddress(nodeNumber: number, family: IpFamily = 'IPv4'): string {
  return family === 'IPv6' ? outsideAddress6(nodeNumber) : `10.9.9.${nodeNumber}`;
}

const ROUTER = 'router';
const GATEWAY_MAC = 'ee:ee:ee:ee:ee:ee';

export class House {
  readonly #prefix = `hop${process.pid}-${threadId}-`;
  readonly #namespaces: string[] = [];
  readonly #cluster: Cluster;
  readonly agent = new Agent();

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Builds the namespaces of every node and pod and starts what listens in them. */
  static async build(cluster: Cluster): Promise<House> {
    const house = new House(cluster);
    house.#namespace(ROUTER);
    house.#namespace('outside');
    for (const [index, { name }] of house.#nodes().entries()) house.#addNode(name, index + 1);
    house.#addOutside();
    for (const pod of house.#pods()) house.#addPod(pod.metadata.name, pod.spec.nodeName as string, podAddresses(pod));
    await house.#startListeners();
    return house;
  }

  #nodes() {
    return [...topologyOf(this.#cluster).nodeByName.values()];
  }

  #pods() {
    return [...new Set(topologyOf(this.#cluster).podByAddress.values())];
  }

  /** The namespace of a node, a pod or `outside`. */
  name(short: string): string {
    return `${this.#prefix}${short}`;
  }

  #hasIpv6(): boolean {
    return this.#nodes().some(({ addresses }) => addresses.some((address) => familyOf(address) === 'IPv6'));
  }

  #namespace(short: string): void {
    const name = this.name(short);
    ip(['netns', 'add', name]);
    this.#namespaces.push(name);
    this.run(
      short,
      'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=100000 && ip link set lo up',
    );
    if (this.#hasIpv6()) this.run(short, SETTINGS6);
  }

  /** A node and its line to the router; /32 addresses, so that everything is routed as in a VPC. */
  #addNode(name: string, number: number): void {
    this.#namespace(name);
    const address = this.#nodes()[number - 1]?.address as string;
    ip([
      'link',
      'add',
      `node${number}`,
      'netns',
      this.name(ROUTER),
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      this.name(name),
    ]);
    this.run(
      name,
      `ip addr add ${address}/32 dev eth0 && ip link set eth0 up && ip route add 169.254.1.1 dev eth0 && ip route add default via 169.254.1.1 src ${address}`,
    );
    this.run(
      ROUTER,
      `ip addr add 169.254.1.1/32 dev node${number} && ip link set node${number} up && ip route add ${address}/32 dev node${number}`,
    );
    this.run(
      ROUTER,
      `ip rule add iif outside from ${outsideAddress(number)} lookup ${100 + number} && ip route add default via ${address} dev node${number} onlink table ${100 + number}`,
    );
    const six = this.#nodes()[number - 1]?.addresses.find((one) => familyOf(one) === 'IPv6');
    if (six === undefined) return;
    this.run(name, nodeLines(six));
    this.run(ROUTER, routerLines(number, six));
  }

  #addOutside(): void {
    ip([
      'link',
      'add',
      'outside',
      'netns',
      this.name(ROUTER),
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      this.name('outside'),
    ]);
    this.run(
      ROUTER,
      'ip addr add 169.254.1.1/32 dev outside && ip link set outside up && ip route add 10.9.9.0/24 dev outside && ip route add blackhole default',
    );
    this.run(
      'outside',
      `${[1, 2, 3].map((n) => `ip addr add ${outsideAddress(n)}/32 dev eth0`).join(' && ')} && ip link set eth0 up && ip route add 169.254.1.1 dev eth0 && ip route add default via 169.254.1.1`,
    );
    if (!this.#hasIpv6()) return;
    this.run(ROUTER, outsideRouterLines());
    this.run('outside', outsideLines());
  }

  /** A pod behind a node as the VPC CNI wires it: a /32, and a gateway that is only a fixed neighbour. */
  #addPod(name: string, node: string, [address = '', second]: readonly string[]): void {
    this.#namespace(name);
    const link = `p${address.split('.').slice(2).join('-')}`;
    ip([
      'link',
      'add',
      link,
      'netns',
      this.name(node),
      'address',
      GATEWAY_MAC,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      this.name(name),
    ]);
    this.run(
      name,
      `ip addr add ${address}/32 dev eth0 && ip link set eth0 up && ip route add 169.254.1.1 dev eth0 && ip route add default via 169.254.1.1 && ip neigh add 169.254.1.1 lladdr ${GATEWAY_MAC} dev eth0 nud permanent`,
    );
    const nodeAddress = topologyOf(this.#cluster).nodeByName.get(node)?.address as string;
    this.run(node, `ip link set ${link} up && ip route add ${address}/32 dev ${link}`);
    this.run(ROUTER, `ip route add ${address}/32 via ${nodeAddress} dev node${this.#numberOf(node)} onlink`);
    if (second === undefined) return;
    this.run(name, podLines(second, GATEWAY_MAC));
    this.run(node, `ip -6 route add ${second}/128 dev ${link}`);
    const nodeAddress6 = topologyOf(this.#cluster).nodeByName.get(node)?.addresses[1] as string;
    this.run(ROUTER, `ip -6 route add ${second}/128 via ${nodeAddress6} dev node${this.#numberOf(node)} onlink`);
  }

  #numberOf(node: string): number {
    return this.#nodes().findIndex(({ name }) => name === node) + 1;
  }

  async #startListeners(): Promise<void> {
    const { hostPods } = topologyOf(this.#cluster);
    const onNodes = [...hostPods].flatMap(([node, pods]) => pods.map((pod) => ({ pod, namespace: node })));
    const own = this.#pods().map((pod) => ({ pod, namespace: pod.metadata.name }));
    for (const { pod, namespace } of [...onNodes, ...own]) {
      for (const { listener } of listenersOf(this.#cluster, pod)) {
        if (listener.protocol !== 'TCP' && listener.protocol !== 'UDP') continue;
        for (const address of podAddresses(pod)) {
          const any = familyOf(address) === 'IPv6' ? '::' : listener.address;
          const name = joinHostPort(address, listener.port);
          await this.agent.listen(this.name(namespace), listener.protocol, any, listener.port, name);
        }
      }
    }
  }

  /** Runs a shell line in a namespace. */
  run(short: string, line: string, input?: string): string {
    return execFileSync('ip', ['netns', 'exec', this.name(short), 'sh', '-ec', line], { input, encoding: 'utf8' });
  }

  /** Loads into every node's kernel what the model says stands in it, in place of what was there, and forgets its flows. */
  loadRules(cluster: Cluster): void {
    this.replaceRules(cluster);
    for (const { name } of this.#nodes()) this.run(name, 'conntrack -F 2>/dev/null');
  }

  /** The same with flows kept, as kube-proxy does it. A node that has no rules of its own gets none. */
  replaceRules(cluster: Cluster): void {
    for (const { name } of this.#nodes()) {
      const rules = ruleSets(cluster).get(name);
      this.run(name, 'nft flush ruleset && iptables-restore', `${iptablesSave(cluster, name).join('\n')}\n`);
      if (rules?.config.mode === 'nftables') this.run(name, 'nft -f -', `${nftKubeProxy(rules).join('\n')}\n`);
      if (!this.#hasIpv6()) continue;
      this.run(name, 'ip6tables-restore', `${iptablesSave(cluster, name, 'IPv6').join('\n')}\n`);
      if (rules?.config.mode === 'nftables') this.run(name, 'nft -f -', `${nftKubeProxy(rules, 'IPv6').join('\n')}\n`);
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
    for (const name of this.#namespaces) ip(['netns', 'del', name]);
  }
}

function ip(args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

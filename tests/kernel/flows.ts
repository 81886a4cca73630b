/** Every flow that a small cluster's places can open to its Services, and how the model and the kernel compare on them. */
import type { Cluster } from '../../lib/world/cluster.ts';
import { allPaths } from '../../lib/world/dataplane/choice.ts';
import { entriesOf } from '../../lib/world/dataplane/objects.ts';
import { topologyOf } from '../../lib/world/dataplane/topology.ts';
import type { Place, Trace } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { familyOf, IP_FAMILIES, type IpFamily, isSameFamily, joinHostPort } from '../../lib/world/net/ip.ts';
import { listenersOf } from '../../lib/world/workloads/process.ts';
import type { Attempt, Fate } from './agent.ts';
import { type House, outsideAddress } from './house.ts';

export interface Flow {
  readonly from: Place;
  /** The sender's namespace and, outside, the address that decides where the packet enters. */
  readonly namespace: string;
  readonly source?: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly address: string;
  readonly port: number;
}

type Sender = Pick<Flow, 'from' | 'namespace' | 'source'>;
type Target = Pick<Flow, 'protocol' | 'address' | 'port'>;

/** Every pod, node and outside machine × every address and port that a Service, pod or node could answer on, and one beside each. */
export function listFlows(cluster: Cluster): Flow[] {
  const targets = listTargets(cluster);
  return listSenders(cluster).flatMap((sender) =>
    targets.filter((target) => isPossible(cluster, sender, target)).map((target) => ({ ...sender, ...target })),
  );
}

const LOOPBACKS: readonly string[] = ['127.0.0.1', '::1'];

/** The families of the nodes. */
function familiesOf(cluster: Cluster): readonly IpFamily[] {
  const addresses = [...topologyOf(cluster).nodeByAddress.keys()];
  return IP_FAMILIES.filter((family) => addresses.some((address) => familyOf(address) === family));
}

/** Only a node asks its own loopback address, and a network brings a packet from outside to the node that has its address, not to another. */
function isPossible(cluster: Cluster, { from }: Sender, { address }: Target): boolean {
  if (LOOPBACKS.includes(address)) return 'node' in from;
  if (!('atNode' in from)) return true;
  if (!isSameFamily(from.address, address)) return false;
  const { podByAddress, nodeByAddress } = topologyOf(cluster);
  const holder = podByAddress.get(address)?.spec.nodeName ?? nodeByAddress.get(address)?.name;
  return holder === undefined || holder === from.atNode;
}

function listSenders(cluster: Cluster): Sender[] {
  const { podByAddress, nodeByName } = topologyOf(cluster);
  const pods = [...new Set(podByAddress.values())].map(({ metadata: { namespace, name } }) => ({
    from: { cluster: cluster.name, pod: { namespace, name } },
    namespace: name,
  }));
  const nodes = [...nodeByName.keys()];
  return [
    ...pods,
    ...nodes.map((node) => ({ from: { cluster: cluster.name, node }, namespace: node })),
    ...familiesOf(cluster).flatMap((family) =>
      nodes.map((atNode, index) => {
        const address = outsideAddress(index + 1, family);
        return { from: { cluster: cluster.name, address, atNode }, namespace: 'outside', source: address };
      }),
    ),
  ];
}

/** An address of each Service range that no Service has. */
const UNUSED: readonly Target[] = ['172.20.99.99', 'fd00:172:20::99:99'].map((address) => ({
  address,
  port: 80,
  protocol: 'TCP',
}));

function listTargets(cluster: Cluster): Target[] {
  const families = familiesOf(cluster);
  const nodes = [...topologyOf(cluster).nodeByName.values()].flatMap(({ addresses }) => addresses);
  const loopbacks = LOOPBACKS.filter((address) => families.includes(familyOf(address)));
  const services = entriesOf(cluster, 'Service').flatMap(([, { spec, status }]) =>
    (spec.ports ?? []).flatMap(({ port, nodePort, protocol }) => {
      const virtual = [
        ...(spec.clusterIPs ?? []),
        ...(spec.externalIPs ?? []),
        ...(status.loadBalancer?.ingress ?? []).map(({ ip }) => ip as string),
      ];
      const onNodes = nodePort ? [...nodes, ...loopbacks].map((address) => ({ address, port: nodePort })) : [];
      const all = [...virtual.map((address) => ({ address, port })), ...onNodes];
      return all.map((target) => ({ ...target, protocol: (protocol ?? 'TCP') as Target['protocol'] }));
    }),
  );
  const pods = [...topologyOf(cluster).podByAddress].flatMap(([address, pod]) =>
    listenersOf(cluster, pod).map(({ listener }) => ({
      address,
      port: listener.port,
      protocol: listener.protocol as Target['protocol'],
    })),
  );
  const hostPorts = [...topologyOf(cluster).hostPorts.keys()].flatMap((key) => {
    const [, protocol, port] = key.split(' ');
    const target = { port: Number(port), protocol: protocol as Target['protocol'] };
    return [...nodes, ...loopbacks].map((address) => ({ ...target, address }));
  });
  const exact = [
    ...services,
    ...pods,
    ...hostPorts,
    ...UNUSED.filter(({ address }) => families.includes(familyOf(address))),
  ];
  const beside = exact.map((target) => ({ ...target, port: target.port + 1 }));
  const byKey = new Map([...exact, ...beside].map((target) => [JSON.stringify(target), target]));
  return [...byKey.values()];
}

/** What the model says can happen, as the client and the receiver see it. */
export function possibleFates(cluster: Cluster, { from, address, port, protocol }: Flow): ReadonlySet<string> {
  const paths = allPaths(cluster, (fork, choose) =>
    traceFlow({ cluster: fork }, { from, to: { address, port }, protocol }, choose),
  );
  return new Set(paths.map(({ value }) => fateOfTrace(value)));
}

export function fateOfTrace({ disposition, response, backend, sourceSeen }: Trace): string {
  if (disposition === 'NotModelled') return 'NotModelled';
  if (response === 'Reply')
    return `Answered by ${joinHostPort(backend?.address ?? '', backend?.port ?? 0)} to ${sourceSeen?.address}`;
  if (response === 'Reset' || response === 'IcmpPortUnreachable') return 'Refused';
  return response === 'Timeout' ? 'Silent' : 'Unreachable';
}

export function fateText(fate: Fate): string {
  return fate.kind === 'Answered' ? `Answered by ${fate.by} to ${fate.sourceSeen}` : fate.kind;
}

export function attemptOf(house: House, { namespace, source, protocol, address, port }: Flow): Attempt {
  return { namespace: house.name(namespace), protocol, address, port, ...(source ? { source } : {}) };
}

export interface Comparison {
  /** Flows that were opened. */
  readonly opened: number;
  /** One line each. */
  readonly mismatches: readonly string[];
}

/** How often a flow is opened again that did what the model rules out. */
const SECOND_LOOK = 12;

/**
 * Opens every flow `tries` times and says where the kernel did what the model rules out. A machine under load answers late now and then: what is
 * silent counts when it is silent again.
 */
export async function compare(
  house: House,
  cluster: Cluster,
  flows: readonly Flow[],
  tries: number,
): Promise<Comparison> {
  const asked = flows.map((flow) => ({ flow, possible: possibleFates(cluster, flow) })).filter(isModelled);
  const first = await open(house, asked, tries);
  const again = await open(house, first.strange, SECOND_LOOK);
  const mismatches = again.strange.map(({ flow, possible, seen }) => {
    const who = flow.source ?? flow.namespace;
    return `${who} → ${flow.address}:${flow.port}/${flow.protocol}: kernel ${seen}; model ${[...possible].join(' | ')}`;
  });
  return { opened: first.opened, mismatches: [...new Set(mismatches)] };
}

interface Asked {
  readonly flow: Flow;
  readonly possible: ReadonlySet<string>;
}

function isModelled({ possible }: Asked): boolean {
  return !possible.has('NotModelled');
}

async function open(house: House, asked: readonly Asked[], tries: number) {
  const attempts = asked.flatMap((one) => Array.from({ length: tries }, () => one));
  const fates = await house.agent.connect(attempts.map(({ flow }) => attemptOf(house, flow)));
  const seen = attempts.map((one, index) => ({ ...one, seen: fateText(fates[index] as Fate) }));
  const strange = seen.filter((one) => !one.possible.has(one.seen));
  const byFlow = new Map(strange.map((one) => [one.flow, one]));
  return { opened: attempts.length, strange: [...byFlow.values()] };
}

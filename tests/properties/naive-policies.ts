/**
 * What NetworkPolicies let through, written from the documentation alone: no index, no classes, nothing shared with the engine.
 * Models: https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import type { Pod } from '../../lib/world/api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../lib/world/api/kinds.ts';

type Policy = ObjectOf<'NetworkPolicy'>;
type Selector = Policy['spec']['podSelector'];
type Peer = { readonly address: string; readonly node: string; readonly pod?: Pod | undefined };

export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly protocol: string;
  readonly port: number;
}

export interface Declared {
  readonly policies: readonly Policy[];
  readonly namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export function isLetThrough(declared: Declared, flow: Flow): boolean {
  const { from, to } = flow;
  if (from.address === to.address) return true;
  if (from.pod && !isAllowedAt(declared, from.pod, to, 'Egress', flow)) return false;
  if (!to.pod) return true;
  const fromOwnNode = !from.pod && from.node !== '' && from.node === to.node;
  return fromOwnNode || isAllowedAt(declared, to.pod, from, 'Ingress', flow);
}

function isAllowedAt(declared: Declared, pod: Pod, peer: Peer, direction: 'Ingress' | 'Egress', flow: Flow): boolean {
  const own = declared.policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace &&
      selects(spec.podSelector, pod.metadata.labels ?? {}) &&
      (spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])]).includes(direction),
  );
  if (own.length === 0) return true;
  return own.some(({ metadata, spec }) => {
    const rules =
      direction === 'Ingress'
        ? (spec.ingress ?? []).map(({ from: peers, ports }) => ({ peers, ports }))
        : (spec.egress ?? []).map(({ to: peers, ports }) => ({ peers, ports }));
    return rules.some(
      ({ peers = [], ports = [] }) =>
        (peers.length === 0 || peers.some((one) => isMeant(declared, metadata.namespace ?? '', one, peer))) &&
        (ports.length === 0 || ports.some((one) => isPort(one, flow))),
    );
  });
}

type PolicyPeer = NonNullable<NonNullable<Policy['spec']['ingress']>[number]['from']>[number];
type PolicyPort = NonNullable<NonNullable<Policy['spec']['ingress']>[number]['ports']>[number];

function isMeant(declared: Declared, own: string, wanted: PolicyPeer, { address, pod }: Peer): boolean {
  const { ipBlock, namespaceSelector, podSelector } = wanted;
  if (ipBlock) return inRange(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((one) => inRange(one, address));
  if (!pod) return false;
  const namespace = pod.metadata.namespace ?? '';
  const inNamespace = namespaceSelector
    ? selects(namespaceSelector, declared.namespaceLabels.get(namespace) ?? {})
    : namespace === own;
  return inNamespace && (!podSelector || selects(podSelector, pod.metadata.labels ?? {}));
}

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>) {
  const meets = ({ key, operator, values = [] }: (typeof matchExpressions)[number]) => {
    const has = key in labels;
    if (operator === 'Exists') return has;
    if (operator === 'DoesNotExist') return !has;
    const isOne = has && values.includes(labels[key] as string);
    return operator === 'In' ? isOne : !isOne;
  };
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every(meets);
}

function isPort({ protocol = 'TCP', port, endPort }: PolicyPort, flow: Flow): boolean {
  if (protocol !== flow.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return flow.port >= port && flow.port <= (endPort ?? port);
  const declared = (flow.to.pod?.spec.containers ?? []).flatMap(({ ports }) => ports ?? []);
  return declared.some(
    (one) => one.name === port && (one.protocol ?? 'TCP') === protocol && one.containerPort === flow.port,
  );
}

function inRange(cidr: string, address: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(base) / shift) === Math.floor(toNumber(address) / shift);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The single edits that may open a flow that policies deny, or close one that they let through. */

import type { LabelSelector } from '../../api/meta/v1/meta.schema.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import type { PolicyDirection } from '../compile/policies.ts';
import { findObject } from '../objects.ts';
import { hasBit } from './bits.ts';
import { addPolicy, type Edit, editLabels, editPolicy, editRule, removePolicy } from './edit.ts';
import type { Endpoint } from './endpoints.ts';
import { type Policy, readPolicy } from './policy-rules.ts';
import type { Flow } from './prove.ts';
import type { Reachability, Row } from './reachability.ts';

/** One end of the flow, as its policies see the other. */
export interface Side {
  readonly reachability: Reachability;
  readonly flow: Flow;
  readonly direction: PolicyDirection;
  readonly own: Endpoint;
  readonly ownClass: number;
  readonly peer: Endpoint;
  readonly peerClass: number;
  /** The atom of the flow's port. */
  readonly atom: number;
}

/** Which half of a rule the flow fits. */
function fits(
  { reachability, direction, ownClass, peerClass, atom }: Side,
  row: Row,
): { peer: boolean; port: boolean } {
  const receiver = direction === 'Ingress' ? ownClass : peerClass;
  return {
    peer: !row.peers || hasBit(row.peers, peerClass),
    port: hasBit(reachability.portsOf(row, receiver), atom),
  };
}

const SENDERS = { Ingress: '.from', Egress: '.to' } as const;

export function editsThatOpen(side: Side): Edit[] {
  const { reachability, direction, ownClass, own } = side;
  const policies = reachability.listIsolating(direction, ownClass);
  const rows = reachability.rowsOf(direction, ownClass) ?? [];
  return [
    ...rows.flatMap((row) => widen(side, row)),
    ...policies.map((policy) => addRule(side, policy)),
    ...policies.flatMap(({ spec }) => (own.pod ? unselect(own.pod, spec.podSelector) : [])),
    ...policies.map(removePolicy),
  ];
}

/** A port more where the peer fits, a peer more where the port fits, a hole less, a label more. */
function widen(side: Side, row: Row): Edit[] {
  const { direction, flow } = side;
  const { policy, index, peers, ports } = row.rule;
  const { peer, port } = fits(side, row);
  if (peer && !port) {
    const says = `add ${flow.port}/${flow.protocol}`;
    return [editRule(policy, direction, index, { peers, ports: [...ports, portOf(flow)] }, { part: '.ports', says })];
  }
  if (peer || !port) return [];
  const added = peerFor(side, policy);
  const says = `add ${describePeer(added)}`;
  return [
    editRule(policy, direction, index, { peers: [...peers, added], ports }, { part: SENDERS[direction], says }),
    ...peers.flatMap((one) => becomePeer(side, policy, one)),
  ];
}

function addRule(side: Side, policy: Policy): Edit {
  const { direction, flow } = side;
  const peer = peerFor(side, policy);
  const rule = { peers: [peer], ports: flow.protocol === 'ICMP' ? [] : [portOf(flow)] };
  const last = readPolicy(policy)[direction]?.length ?? 0;
  const port = flow.protocol === 'ICMP' ? '' : ` on ${flow.port}/${flow.protocol}`;
  return editRule(policy, direction, last, rule, { part: '', says: `add a rule for ${describePeer(peer)}${port}` });
}

/** Labels that make the other end what the rule wants. */
function becomePeer({ peer, reachability }: Side, policy: Policy, wanted: NetworkPolicyPeer): Edit[] {
  const { pod } = peer;
  if (!pod || wanted.ipBlock) return [];
  const { podSelector, namespaceSelector } = wanted;
  const edits = podSelector?.matchLabels ? [editLabels(pod, podSelector.matchLabels)] : [];
  if (!namespaceSelector?.matchLabels || pod.metadata.namespace === undefined) return edits;
  const namespace = findObject(reachability.compiled.net.cluster, 'Namespace', pod.metadata.namespace);
  const own = 'kubernetes.io/metadata.name';
  if (!namespace || own in namespaceSelector.matchLabels || policy.metadata.namespace === undefined) return edits;
  return [...edits, editLabels(namespace, namespaceSelector.matchLabels)];
}

export function editsThatClose(side: Side): Edit[] {
  const { reachability, direction, ownClass, own } = side;
  const rows = reachability.rowsOf(direction, ownClass);
  if (!rows) return own.pod ? isolate(side) : [];
  return rows.filter((row) => fits(side, row).peer && fits(side, row).port).flatMap((row) => narrow(side, row));
}

/** A port less, a peer less, a label less, or the whole rule. */
function narrow(side: Side, { rule }: Row): Edit[] {
  const { direction, peer } = side;
  const { policy, index, peers, ports } = rule;
  const part = SENDERS[direction];
  const fewerPorts =
    ports.length < 2 ? [] : ports.map((one) => ({ one, left: ports.filter((other) => other !== one) }));
  const fewerPeers =
    peers.length < 2 ? [] : peers.map((one) => ({ one, left: peers.filter((other) => other !== one) }));
  const holes = peers.flatMap((one) =>
    one.ipBlock
      ? [{ one, hole: { ipBlock: { ...one.ipBlock, except: [...(one.ipBlock.except ?? []), hostOf(peer)] } } }]
      : [],
  );
  return [
    ...fewerPorts.map(({ one, left }) =>
      editRule(
        policy,
        direction,
        index,
        { peers, ports: left },
        { part: '.ports', says: `remove ${describePort(one)}` },
      ),
    ),
    ...fewerPeers.map(({ one, left }) =>
      editRule(policy, direction, index, { peers: left, ports }, { part, says: `remove ${describePeer(one)}` }),
    ),
    ...holes.map(({ one, hole }) =>
      editRule(
        policy,
        direction,
        index,
        { peers: peers.map((other) => (other === one ? hole : other)), ports },
        {
          part,
          says: `leave ${hostOf(peer)} out of ${one.ipBlock?.cidr}`,
        },
      ),
    ),
    ...peers.flatMap(({ podSelector }) => (peer.pod && podSelector ? unselect(peer.pod, podSelector) : [])),
    editRule(policy, direction, index, undefined, { part: '', says: 'remove the rule' }),
  ];
}

/** One of the labels less that a selector asks for. */
function unselect(pod: NonNullable<Endpoint['pod']>, { matchLabels = {} }: LabelSelector): Edit[] {
  return Object.keys(matchLabels).map((key) => editLabels(pod, { [key]: undefined }));
}

/** The direction for a policy that selects the pod already, or a policy of its own. */
function isolate({ reachability, direction, own, ownClass }: Side): Edit[] {
  const other = direction === 'Ingress' ? 'Egress' : 'Ingress';
  const half = reachability.listIsolating(other, ownClass).filter((policy) => !readPolicy(policy)[direction]);
  const { namespace = '', name, labels = {} } = own.pod?.metadata ?? {};
  const spec = { podSelector: Object.keys(labels).length > 0 ? { matchLabels: labels } : {}, policyTypes: [direction] };
  return [
    ...half.map((policy) =>
      editPolicy(policy, { policyTypes: [other, direction] }, { field: 'spec.policyTypes', says: `add ${direction}` }),
    ),
    addPolicy(
      namespace,
      `isolate-${name}`,
      spec,
      `add it: isolates ${namespace}/${name} for ${direction}, without a rule`,
    ),
  ];
}

function portOf({ port, protocol }: Flow): NetworkPolicyPort {
  return protocol === 'TCP' ? { port } : { protocol, port };
}

function peerFor({ peer }: Side, policy: Policy): NetworkPolicyPeer {
  if (!peer.pod) return { ipBlock: { cidr: hostOf(peer) } };
  const { namespace } = peer.pod.metadata;
  const podSelector = selectorOf(peer.pod);
  if (namespace === policy.metadata.namespace) return { podSelector };
  return { podSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace ?? '' } } };
}

/** Labels that controllers give: they are others after the next roll-out, or another pod's. */
const GENERATED = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
]);

function selectorOf({ metadata: { labels = {} } }: NonNullable<Endpoint['pod']>): LabelSelector {
  const lasting = Object.entries(labels).filter(([key]) => !GENERATED.has(key));
  return lasting.length > 0 ? { matchLabels: Object.fromEntries(lasting) } : {};
}

function hostOf({ address }: Endpoint): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function describePort({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  return `${port ?? 'every port'}${endPort === undefined ? '' : `–${endPort}`}/${protocol}`;
}

function describePeer({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer): string {
  if (ipBlock) return ipBlock.cidr;
  const pods = podSelector ? `pods ${describeSelector(podSelector)}` : 'all pods';
  return namespaceSelector ? `${pods} of namespaces ${describeSelector(namespaceSelector)}` : pods;
}

function describeSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator} ${values.join('|')}`.trimEnd()),
  ];
  return parts.length > 0 ? parts.join(',') : '(any)';
}

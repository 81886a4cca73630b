/** The stages in the order in which a packet meets them. At one place they are asked from the top; each says its part once. */
import { conntrack } from './stages/conntrack.ts';
import { fabric } from './stages/fabric.ts';
import { heldAddress } from './stages/held-address.ts';
import { hostPort } from './stages/host-port.ts';
import { ipv4Egress } from './stages/ipv4-egress.ts';
import { listener } from './stages/listener.ts';
import { masquerade } from './stages/masquerade.ts';
import { nodePort } from './stages/node-port.ts';
import { podEgress } from './stages/pod-egress.ts';
import { policyEgress } from './stages/policy-egress.ts';
import { policyIngress } from './stages/policy-ingress.ts';
import { proxyMode } from './stages/proxy-mode.ts';
import { route } from './stages/route.ts';
import { serviceDnat } from './stages/service-dnat.ts';
import { serviceFields } from './stages/service-fields.ts';
import { serviceFilter } from './stages/service-filter.ts';
import { sourceRanges } from './stages/source-ranges.ts';
import type { Location, Stage } from './stages/stage.ts';
import { untracked } from './stages/untracked.ts';
import { virtualServer } from './stages/virtual-server.ts';

export const PIPELINE: readonly Stage[] = [
  // In the sender's pod: what is meant for the pod itself never reaches the node.
  podEgress,
  // Table raw, before everything else on a node: what is not tracked has no known flow, and nat does not see it.
  untracked,
  // A known flow is translated as before; nat rules are asked about new flows only.
  conntrack,
  // Before any Service rule: another proxy mode has other rules, which are not here.
  proxyMode,
  // Likewise a Service whose traffic a field steers that is not here.
  serviceFields,
  // A load balancer's address lets some sources in only: asked of the packet as it came, before its destination is translated.
  sourceRanges,
  // nat PREROUTING or OUTPUT, before routing: cluster IPs first …
  serviceDnat,
  // … node ports last in the same chain, for whatever is still addressed to the node.
  nodePort,
  // In ipvs mode instead of both: the kernel's virtual servers. What they take, nat has accepted before other chains see it.
  virtualServer,
  // The portmap plugin appends its chain behind kube-proxy's.
  hostPort,
  // filter, after nat: only Services that nat found no endpoint for are still recognisable here.
  serviceFilter,
  // In ipvs mode instead: what came to an address of a Service and no virtual server took.
  heldAddress,
  // Policies speak of pods and their ports, so they are asked when Services have chosen one, and of the source before it is hidden.
  policyEgress,
  // nat POSTROUTING, after filter.
  masquerade,
  // In the same hook, behind kube-proxy's chain: pods of an IPv6 cluster borrow the node's IPv4 address.
  ipv4Egress,
  // The routing decision stands last because it moves the packet on; translations above have already shaped it.
  route,
  // Between the nodes.
  fabric,
  // At the receiver's interface, before its kernel looks for a listener.
  policyIngress,
  // In the receiver's pod or on the node itself.
  listener,
];

function stagesAt(kind: Location['kind']): readonly Stage[] {
  return PIPELINE.filter(({ at }) => at.includes(kind));
}

/** The same order, of the stages that a packet can meet at each kind of place. */
export const PIPELINE_AT: Readonly<Record<Location['kind'], readonly Stage[]>> = {
  PodOut: stagesAt('PodOut'),
  Node: stagesAt('Node'),
  Fabric: stagesAt('Fabric'),
  PodIn: stagesAt('PodIn'),
  Host: stagesAt('Host'),
};

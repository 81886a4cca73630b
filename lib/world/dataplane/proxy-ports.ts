/** What a node's ports have to do with its kube-proxy, for those that a packet finds open there and those that it finds closed. */
import { isLoopback } from '../net/ip.ts';
import { findHealthCheck, healthCheckAddresses } from './compile/health-checks.ts';
import type { ProxyConfig } from './compile/rule-set.ts';
import { because, nodeRef, proxyConfigRef, serviceRef } from './refs.ts';
import type { Datapath } from './stages/stage.ts';
import type { Because, Packet } from './trace.ts';

/** The Service whose health check port that is; empty: it is none. */
export function explainHealthCheck(
  node: string,
  { dst, dport }: Packet,
  { net, findRules }: Datapath,
): readonly Because[] {
  const rules = findRules(node);
  const check = rules && findHealthCheck(rules, dport);
  if (!check || !healthCheckAddresses(rules).some((address) => address === '0.0.0.0' || address === dst)) return [];
  const { service, localEndpoints } = check;
  const field = 'spec.healthCheckNodePort';
  const ref = { cluster: net.cluster.name, apiVersion: 'v1', kind: 'Service', ...service, field };
  const says = `kube-proxy answers there for ${service.namespace}/${service.name}, which has ${countOf(localEndpoints)} on this node`;
  return because(ref, says);
}

function countOf(ready: number): string {
  return ready === 0 ? 'no ready endpoint' : ready === 1 ? '1 ready endpoint' : `${ready} ready endpoints`;
}

/** Why nobody takes a packet there, be it that a node port has its number. */
export function explainClosedPort(
  node: string,
  { dst, dport, protocol }: Packet,
  { net, findRules }: Datapath,
): readonly Because[] {
  const rules = findRules(node);
  const rule = rules?.ports.find((one) => one.nodePort === dport && one.protocol === protocol);
  const listens = `nothing on ${node} listens on ${dport}/${protocol}`;
  if (!rule || !rules) {
    return because(nodeRef(net.cluster, node), `${listens}, and no node port has that number`);
  }
  return [
    ...because(nodeRef(net.cluster, node), listens),
    ...because(
      serviceRef(net.cluster, rule, `spec.ports[${rule.index}].nodePort`),
      `it is a node port of ${rule.portName}`,
    ),
    ...because(proxyConfigRef(net.cluster), `${dst} takes no node ports (${leftOutBy(rules.config, dst)})`),
  ];
}

/** What of the configuration keeps node ports from that address. */
function leftOutBy({ mode, nodePortAddresses, localhostNodePorts }: ProxyConfig, address: string): string {
  if (nodePortAddresses.length > 0) return `nodePortAddresses: ${nodePortAddresses.join(', ')}`;
  return mode === 'iptables' && isLoopback(address) && !localhostNodePorts
    ? 'localhostNodePorts: false'
    : `${mode} mode`;
}

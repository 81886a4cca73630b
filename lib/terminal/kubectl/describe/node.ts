import { isNotFound } from '../cli/errors.ts';
import { at, isObject, type Json, type JsonObject, list, object, sortedEntries, text } from '../json.ts';
import { type DescribeContext, type Describer, listObjects, nameOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { writeNodePods } from './node-pods.ts';
import { longTime } from './time.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

const ROLE = 'node-role.kubernetes.io/';

function rolesText(node: JsonObject): string {
  const labels = sortedEntries(object(node, 'metadata', 'labels'));
  const roles = labels.flatMap(([key, value]) => {
    if (key.startsWith(ROLE)) return key.length > ROLE.length ? [key.slice(ROLE.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [String(value)] : [];
  });
  return [...new Set(roles)].sort().join(',') || '<none>';
}

/** `key=value:Effect`, as it is typed. */
export function taintText(taint: Json): string {
  const value = text(taint, 'value');
  return `${text(taint, 'key')}${value === '' ? '' : `=${value}`}:${text(taint, 'effect')}`;
}

function writeTaints(w: Writer, node: JsonObject): void {
  const order = (taint: Json) => `${text(taint, 'effect')},${text(taint, 'key')}`;
  const sorted = [...list(node, 'spec', 'taints')].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  w.multiline('Taints', sorted.map(taintText));
}

function writeLease(w: Writer, node: JsonObject, { api }: DescribeContext): void {
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${nameOf(node)}`;
  try {
    const lease = api.object(path);
    w.line(0, 'Lease:');
    w.field('HolderIdentity', text(lease, 'spec', 'holderIdentity') || '<unset>', 1);
    for (const [title, key] of [
      ['AcquireTime', 'acquireTime'],
      ['RenewTime', 'renewTime'],
    ] as const) {
      const time = at(lease, 'spec', key);
      w.field(title, time === undefined ? '<unset>' : longTime(time), 1);
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
    w.field('Lease', `Failed to get lease: ${error.message}`);
  }
}

function writeConditions(w: Writer, node: JsonObject): void {
  const conditions = list(node, 'status', 'conditions');
  if (conditions.length === 0) return;
  w.line(0, 'Conditions:');
  w.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  w.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions) {
    const [beat, change] = [longTime(at(one, 'lastHeartbeatTime')), longTime(at(one, 'lastTransitionTime'))];
    w.line(
      1,
      `${text(one, 'type')} \t${text(one, 'status')} \t${beat} \t${change} \t${text(one, 'reason')} \t${text(one, 'message')}`,
    );
  }
}

function writeQuantities(w: Writer, title: string, quantities: Json | undefined): void {
  if (!isObject(quantities) || Object.keys(quantities).length === 0) return;
  w.line(0, `${title}:`);
  for (const [name, value] of sortedEntries(quantities)) w.field(`  ${name}`, String(value));
}

const SYSTEM_INFO: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
];

function writeSystem(w: Writer, node: JsonObject): void {
  w.line(0, 'Addresses:');
  for (const address of list(node, 'status', 'addresses')) w.field(text(address, 'type'), text(address, 'address'), 1);
  writeQuantities(w, 'Capacity', at(node, 'status', 'capacity'));
  writeQuantities(w, 'Allocatable', at(node, 'status', 'allocatable'));
  w.line(0, 'System Info:');
  for (const [title, key] of SYSTEM_INFO) w.field(`  ${title}`, text(node, 'status', 'nodeInfo', key));
  w.optional('PodCIDR', text(node, 'spec', 'podCIDR'));
  w.optional('PodCIDRs', list(node, 'spec', 'podCIDRs').join(','));
  w.optional('ProviderID', text(node, 'spec', 'providerID'));
}

export const describeNode: Describer = (w, node, context) => {
  const name = nameOf(node);
  w.field('Name', name);
  w.field('Roles', rolesText(node));
  writeLabels(w, 'Labels', object(node, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(node, 'metadata', 'annotations'));
  w.field('CreationTimestamp', longTime(at(node, 'metadata', 'creationTimestamp')));
  writeTaints(w, node);
  w.field('Unschedulable', at(node, 'spec', 'unschedulable') === true);
  writeLease(w, node, context);
  writeConditions(w, node);
  writeSystem(w, node);
  const pods = listObjects(context.api, '/api/v1/pods', {
    fieldSelector: `spec.nodeName=${name},status.phase!=Failed,status.phase!=Succeeded`,
  });
  writeNodePods(w, node, pods, context.nowMs);
  const involved = { kind: 'Node', name, namespace: '' };
  writeEvents(w, node, context, [
    { ...involved, uid: text(node, 'metadata', 'uid') },
    { ...involved, uid: name },
  ]);
};

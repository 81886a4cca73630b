/** The pods of a node and what of it they have asked for. */
import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { addQuantities, maxQuantity, parseQuantity } from '../output/quantity.ts';
import { nameOf, namespaceOf } from './describer.ts';
import { timeSince } from './time.ts';
import type { Writer } from './writer.ts';

type Kind = 'requests' | 'limits';

const ask = (container: Json, kind: Kind, name: string): string => text(container, 'resources', kind, name);

/** What a pod asks for: its containers and sidecars together, or the largest init container. */
function podQuantity(pod: JsonObject, kind: Kind, name: string): string {
  const initial = list(pod, 'spec', 'initContainers');
  const sidecars = initial.filter((one) => text(one, 'restartPolicy') === 'Always');
  const running = [...list(pod, 'spec', 'containers'), ...sidecars].map((one) => ask(one, kind, name));
  const largest = maxQuantity(initial.filter((one) => !sidecars.includes(one)).map((one) => ask(one, kind, name)));
  const whole = maxQuantity([addQuantities(running), largest]);
  return addQuantities([whole, kind === 'requests' ? text(pod, 'spec', 'overhead', name) : '']);
}

function withShare(quantity: string, allocatable: string): string {
  const whole = parseQuantity(allocatable) ?? 0;
  const share = whole === 0 ? 0 : Math.trunc(((parseQuantity(quantity) ?? 0) / whole) * 100);
  return `${quantity} (${share}%)`;
}

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods']);

export function writeNodePods(w: Writer, node: JsonObject, pods: readonly JsonObject[], nowMs: number): void {
  const status = object(node, 'status');
  const allocatable = object(status, status.allocatable ? 'allocatable' : 'capacity');
  const of = (name: string) => text(allocatable, name);
  w.field('Non-terminated Pods', `(${pods.length} in total)`);
  w.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  w.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const cell = (kind: Kind, name: string) => withShare(podQuantity(pod, kind, name), of(name));
    const age = timeSince(at(pod, 'metadata', 'creationTimestamp'), nowMs);
    w.line(
      1,
      `${namespaceOf(pod)}\t${nameOf(pod)}\t\t${cell('requests', 'cpu')}\t${cell('limits', 'cpu')}\t${cell('requests', 'memory')}\t${cell('limits', 'memory')}\t${age}`,
    );
  }
  const total = (kind: Kind, name: string) => addQuantities(pods.map((pod) => podQuantity(pod, kind, name)));
  w.line(0, 'Allocated resources:');
  w.line(0, '  (Total limits may be over 100 percent, i.e., overcommitted.)');
  w.line(1, 'Resource\tRequests\tLimits');
  w.line(1, '--------\t--------\t------');
  const shared = (name: string) =>
    w.line(
      1,
      `${name}\t${withShare(total('requests', name), of(name))}\t${withShare(total('limits', name), of(name))}`,
    );
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) shared(name);
  const others = Object.keys(allocatable)
    .filter((name) => !STANDARD.has(name))
    .sort();
  for (const name of others.filter((one) => one.startsWith('hugepages-'))) shared(name);
  for (const name of others.filter((one) => !one.startsWith('hugepages-')))
    w.line(1, `${name}\t${total('requests', name)}\t${total('limits', name)}`);
}

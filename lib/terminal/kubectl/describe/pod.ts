import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { writeContainers } from './containers.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { writeSpread, writeTolerations } from './template.ts';
import { longTime, timeSince } from './time.ts';
import { writeVolumes } from './volumes.ts';
import { controllerOf, type Writer, writeAnnotations, writeLabels } from './writer.ts';

const COMPUTE = ['cpu', 'memory'];

/** Guaranteed, Burstable or BestEffort: as the server says, else from the containers. */
function qosClass(pod: JsonObject): string {
  const said = text(pod, 'status', 'qosClass');
  if (said !== '') return said;
  const containers = [...list(pod, 'spec', 'containers'), ...list(pod, 'spec', 'initContainers')];
  const value = (container: Json, kind: string, name: string) => text(container, 'resources', kind, name);
  const some = containers.some((one) =>
    COMPUTE.some((name) => value(one, 'requests', name) || value(one, 'limits', name)),
  );
  if (!some) return 'BestEffort';
  const whole = containers.every((one) =>
    COMPUTE.every((name) => {
      const limit = value(one, 'limits', name);
      return limit !== '' && (value(one, 'requests', name) || limit) === limit;
    }),
  );
  return whole ? 'Guaranteed' : 'Burstable';
}

function writeStatus(w: Writer, pod: JsonObject, nowMs: number): void {
  const phase = text(pod, 'status', 'phase');
  const deleted = at(pod, 'metadata', 'deletionTimestamp');
  if (deleted && phase !== 'Failed' && phase !== 'Succeeded') {
    w.field('Status', `Terminating (lasts ${timeSince(deleted, nowMs)})`);
    w.field('Termination Grace Period', `${text(pod, 'metadata', 'deletionGracePeriodSeconds')}s`);
  } else w.field('Status', phase);
  w.optional('Reason', text(pod, 'status', 'reason'));
  w.optional('Message', text(pod, 'status', 'message'));
}

function writeHead(w: Writer, pod: JsonObject, nowMs: number): void {
  const spec = object(pod, 'spec');
  const node = text(spec, 'nodeName');
  w.field('Name', nameOf(pod));
  w.field('Namespace', namespaceOf(pod));
  w.optional('Priority', at(spec, 'priority'));
  w.optional('Priority Class Name', text(spec, 'priorityClassName'));
  w.optional('Runtime Class Name', text(spec, 'runtimeClassName'));
  w.optional('Service Account', text(spec, 'serviceAccountName'));
  w.field('Node', node === '' ? '<none>' : `${node}/${text(pod, 'status', 'hostIP')}`);
  if (at(pod, 'status', 'startTime')) w.field('Start Time', longTime(at(pod, 'status', 'startTime')));
  writeLabels(w, 'Labels', object(pod, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(pod, 'metadata', 'annotations'));
  writeStatus(w, pod, nowMs);
  w.optional('SeccompProfile', text(spec, 'securityContext', 'seccompProfile', 'type'));
  w.field('IP', text(pod, 'status', 'podIP'));
  const addresses = list(pod, 'status', 'podIPs');
  w.line(0, addresses.length === 0 ? 'IPs:\t<none>' : 'IPs:');
  for (const address of addresses) w.field('IP', text(address, 'ip'), 1);
  w.optional('Controlled By', controllerOf(pod));
  w.optional('NominatedNodeName', text(pod, 'status', 'nominatedNodeName'));
}

function writeAllContainers(w: Writer, pod: JsonObject): void {
  for (const [title, key, statuses] of [
    ['Init Containers', 'initContainers', 'initContainerStatuses'],
    ['Containers', 'containers', 'containerStatuses'],
    ['Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses'],
  ] as const) {
    const containers = list(pod, 'spec', key);
    if (containers.length > 0 || key === 'containers')
      writeContainers(w, { title, containers, statuses: list(pod, 'status', statuses), pod });
  }
}

function writeConditions(w: Writer, pod: JsonObject): void {
  const conditions = list(pod, 'status', 'conditions');
  const gates = list(pod, 'spec', 'readinessGates');
  const statusOf = (type: string) =>
    text(
      conditions.find((one) => text(one, 'type') === type),
      'status',
    ) || '<none>';
  if (gates.length > 0) {
    w.line(0, 'Readiness Gates:');
    w.line(1, 'Type\tStatus');
    for (const gate of gates) w.line(1, `${text(gate, 'conditionType')} \t${statusOf(text(gate, 'conditionType'))} `);
  }
  if (conditions.length === 0) return;
  w.line(0, 'Conditions:');
  w.line(1, 'Type\tStatus');
  for (const condition of conditions) w.line(1, `${text(condition, 'type')} \t${text(condition, 'status')} `);
}

export const describePod: Describer = (w, pod, context) => {
  writeHead(w, pod, context.nowMs);
  writeAllContainers(w, pod);
  writeConditions(w, pod);
  writeVolumes(w, list(pod, 'spec', 'volumes'), '');
  w.field('QoS Class', qosClass(pod));
  writeLabels(w, 'Node-Selectors', object(pod, 'spec', 'nodeSelector'));
  writeTolerations(w, 'Tolerations', list(pod, 'spec', 'tolerations'));
  writeSpread(w, list(pod, 'spec', 'topologySpreadConstraints'), '');
  writeEvents(w, pod, context, [{ name: nameOf(pod), namespace: namespaceOf(pod), uid: text(pod, 'metadata', 'uid') }]);
};

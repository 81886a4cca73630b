/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go (streamLocation)
 * Differs: the answer says what may run; the terminal runs it. Of a container's own command that it ran, it says here how that
 * ended (`exited`): `kubectl run -i`.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { clusterTable } from '../../cluster.ts';
import { nowMs, setTimer } from '../../sim/clock.ts';
import type { Call } from '../call.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest, StatusError } from '../status.ts';
import { findNamed } from '../verbs/read.ts';
import { containerOf, findStatus } from './container-of.ts';

/** How the command of a container ended, in the table `ends`. */
export interface ContainerEnd {
  readonly containerID: string;
  readonly exitCode: number;
}

/** Answers 101 with `{pod, container, command}` when the command may run there. */
export function exec(call: Call): ApiResponse {
  const pod = findNamed(call) as Pod;
  const container = containerOf(pod, call.query.container);
  if (call.query.exited !== undefined) return ended(call, pod, container);
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  if (!call.query.command) throw badRequest('you must specify at least 1 command for the container');
  if (!findStatus(pod, container)?.state?.running) {
    throw new StatusError(500, 'InternalError', `container not found (${JSON.stringify(container)})`);
  }
  return json(101, { pod: pod.metadata.name, container, command: [call.query.command] });
}

/** The kubelet learns of it as it learns of any exit, by looking. */
function ended(call: Call, pod: Pod, container: string): ApiResponse {
  const { cluster } = call.core;
  const { namespace, name } = pod.metadata;
  const containerID = findStatus(pod, container)?.containerID;
  const exitCode = Number(call.query.exited);
  if (!Number.isInteger(exitCode)) throw badRequest(`not an exit code: ${call.query.exited}`);
  if (containerID) {
    clusterTable<ContainerEnd>(cluster, 'ends').set(`${namespace}/${name}/${container}`, { containerID, exitCode });
    const kubelet = { cluster: cluster.name, controller: 'kubelet', key: `${namespace}/${name}` };
    setTimer(cluster.state, kubelet, nowMs(cluster.state));
  }
  return json(200, { pod: name, container });
}

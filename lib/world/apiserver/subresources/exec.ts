/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go (streamLocation)
 * Differs: the answer says what may run; the terminal runs it.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Call } from '../call.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest, StatusError } from '../status.ts';
import { findNamed } from '../verbs/read.ts';
import { containerOf, findStatus } from './container-of.ts';

/** Answers 101 with `{pod, container, command}` when the command may run there. */
export function exec(call: Call): ApiResponse {
  const pod = findNamed(call) as Pod;
  const container = containerOf(pod, call.query.container);
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  if (!call.query.command) throw badRequest('you must specify at least 1 command for the container');
  if (!findStatus(pod, container)?.state?.running) {
    throw new StatusError(500, 'InternalError', `container not found (${JSON.stringify(container)})`);
  }
  return json(101, { pod: pod.metadata.name, container, command: [call.query.command] });
}

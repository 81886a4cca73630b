/**
 * binding of pods, finalize of namespaces.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/storage/storage.go (BindingREST)
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { KubeObject } from '../../api/kinds.ts';
import { answerObject, type Call } from '../call.ts';
import { readBody, strictnessOf } from '../decode-body.ts';
import { isObject } from '../patch/json-value.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest, conflict } from '../status.ts';
import { updateObject } from '../update.ts';
import { findNamed } from '../verbs/read.ts';

const SUCCESS = Object.freeze({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });

export function bind(call: Call): ApiResponse {
  const pod = findNamed(call) as Pod;
  const body = isObject(call.request.body) ? call.request.body : {};
  const target = isObject(body.target) ? body.target : {};
  const nodeName = typeof target.name === 'string' ? target.name : '';
  if (!nodeName) throw badRequest('Binding "" is invalid: target.name: Required value');
  if (pod.spec.nodeName) {
    const because = `pod ${pod.metadata.name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`;
    throw conflict({ group: '', plural: 'pods/binding' }, pod.metadata.name, because);
  }
  const bound = { ...pod, spec: { ...pod.spec, nodeName } };
  updateObject(call.core, 'Pod', bound, 'object', { ...call.context, from: 'Controller' });
  return json(201, SUCCESS, call.context.warnings);
}

export function finalize(call: Call): ApiResponse {
  const { kind } = call.path;
  const object = readBody(kind, call.request.body, strictnessOf(call.query), call.context);
  const context = { ...call.context, from: 'Controller' } as const;
  return answerObject(call, 200, updateObject(call.core, kind.kind, object, 'object', context) as KubeObject);
}

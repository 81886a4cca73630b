/** Requests that are refused: code, reason and sentence, with the source. */
import type { ApiRequest } from '../../../lib/world/apiserver/request.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

const PODS = collectionPath('Pod');
const ERRORS = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/errors/errors.go';
const HANDLERS = 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/';
const SELECTORS = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/labels/selector.go';
const CONVERSION = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/conversion.go';
const LIFECYCLE =
  'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/plugin/namespace/lifecycle/admission.go';
const ACCOUNTS =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/serviceaccount/admission.go';
const POD_STRATEGY = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go';
const KUBELET = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go';

/** One request that is refused, and how. */
export interface RefusalCase {
  readonly name: string;
  readonly ask: readonly [ApiRequest['method'], string, Partial<ApiRequest>?];
  readonly code: number;
  readonly reason: string;
  readonly says: string;
  readonly source: string;
}

const pod = (rest: object = {}) => ({ ...aManifest('Pod', 'web'), ...rest });
const metadata = (rest: object) => ({ name: 'web', namespace: 'shop', ...rest });
const merge = (body: object) => ({ headers: { 'content-type': 'application/merge-patch+json' }, body });
const where = (labelSelector: string) => ({ query: { labelSelector } });
const fields = (fieldSelector: string) => ({ query: { fieldSelector } });
const strict = { fieldValidation: 'Strict' };

/** Against a server with pods `web` (running on node-a, containers app and proxy), `idle` (unscheduled) and `pull`. */
export const REFUSALS: readonly RefusalCase[] = [
  {
    name: 'nothing of that name',
    ask: ['GET', `${PODS}/nope`],
    code: 404,
    reason: 'NotFound',
    says: 'pods "nope" not found',
    source: ERRORS,
  },
  {
    name: 'a group is part of the name',
    ask: ['GET', `${collectionPath('Deployment')}/nope`],
    code: 404,
    reason: 'NotFound',
    says: 'deployments.apps "nope" not found',
    source: ERRORS,
  },
  {
    name: 'no such path',
    ask: ['GET', '/apis/example.com/v1/things'],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such plural',
    ask: ['GET', '/api/v1/namespaces/shop/poods'],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such subresource',
    ask: ['GET', `${PODS}/web/scale`],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such method',
    ask: ['PUT', PODS],
    code: 405,
    reason: 'MethodNotAllowed',
    says: 'the server does not allow this method on the requested resource',
    source: ERRORS,
  },
  {
    name: 'namespaces are not deleted together',
    ask: ['DELETE', '/api/v1/namespaces'],
    code: 405,
    reason: 'MethodNotAllowed',
    says: 'the server does not allow this method on the requested resource',
    source: ERRORS,
  },
  {
    name: 'already there',
    ask: ['POST', PODS, { body: pod() }],
    code: 409,
    reason: 'AlreadyExists',
    says: 'pods "web" already exists',
    source: ERRORS,
  },
  {
    name: 'no such namespace',
    ask: ['POST', '/api/v1/namespaces/nope/pods', { body: { ...pod(), metadata: { name: 'x' } } }],
    code: 404,
    reason: 'NotFound',
    says: 'namespaces "nope" not found',
    source: LIFECYCLE,
  },
  {
    name: 'two namespaces',
    ask: ['POST', PODS, { body: pod({ metadata: metadata({ namespace: 'other' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the namespace of the provided object does not match the namespace sent on the request',
    source: `${HANDLERS}create.go`,
  },
  {
    name: 'two names',
    ask: ['PUT', `${PODS}/web`, { body: pod({ metadata: metadata({ name: 'other' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the name of the object (other) does not match the name on the URL (web)',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'two versions',
    ask: ['POST', PODS, { body: pod({ apiVersion: 'apps/v1' }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the API version in the data (apps/v1) does not match the expected API version (v1)',
    source: `${HANDLERS}create.go`,
  },
  {
    name: 'a version on create',
    ask: ['POST', PODS, { body: pod({ metadata: metadata({ name: 'x', resourceVersion: '5' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'resourceVersion should not be set on objects to be created',
    source: 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/errors.go',
  },
  {
    name: 'an unknown field',
    ask: ['POST', PODS, { body: pod({ spec: { containers: [], foo: 1 } }), query: strict }],
    code: 400,
    reason: 'BadRequest',
    says: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.foo"',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'a wrong type',
    ask: ['POST', collectionPath('Deployment'), { body: aManifest('Deployment', 'x', { spec: { replicas: 'two' } }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'an unknown field in a patch',
    ask: ['PATCH', `${collectionPath('ConfigMap')}/c`, { ...merge({ foo: 1 }), query: strict }],
    code: 422,
    reason: 'Invalid',
    says: 'strict decoding error: unknown field "foo"',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'an unknown way to patch',
    ask: ['PATCH', `${PODS}/web`, { headers: { 'content-type': 'text/plain' }, body: {} }],
    code: 415,
    reason: 'UnsupportedMediaType',
    says: 'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'server-side apply by nobody',
    ask: ['PATCH', `${PODS}/web`, { headers: { 'content-type': 'application/apply-patch+yaml' }, body: {} }],
    code: 422,
    reason: 'Invalid',
    says: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go',
  },
  {
    name: 'a JSON patch whose test fails',
    ask: [
      'PATCH',
      `${PODS}/web`,
      {
        headers: { 'content-type': 'application/json-patch+json' },
        body: [{ op: 'test', path: '/metadata/name', value: 'x' }] as unknown as object,
      },
    ],
    code: 422,
    reason: 'Invalid',
    says: 'the server rejected our request due to an error in our request',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'a list that merges without its key',
    ask: [
      'PATCH',
      `${PODS}/web`,
      {
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: { spec: { containers: [{ image: 'x' }] } },
      },
    ],
    code: 400,
    reason: 'BadRequest',
    says: 'map: map[image:x] does not contain declared merge key: name',
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go',
  },
  {
    name: 'a broken label selector',
    ask: ['GET', PODS, where('a b')],
    code: 400,
    reason: 'BadRequest',
    says: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    source: SELECTORS,
  },
  {
    name: 'an unfinished label selector',
    ask: ['GET', PODS, where('a=b,')],
    code: 400,
    reason: 'BadRequest',
    says: "found '', expected: identifier after ','",
    source: SELECTORS,
  },
  {
    name: 'a set without brackets',
    ask: ['GET', PODS, where('a in b')],
    code: 400,
    reason: 'BadRequest',
    says: "unable to parse requirement: found 'b' expected: '('",
    source: SELECTORS,
  },
  {
    name: 'a pod field that cannot be selected',
    ask: ['GET', PODS, fields('spec.foo=x')],
    code: 400,
    reason: 'BadRequest',
    says: 'field label not supported: spec.foo',
    source: CONVERSION,
  },
  {
    name: 'a field of another kind',
    ask: ['GET', collectionPath('Deployment'), fields('spec.replicas=1')],
    code: 400,
    reason: 'BadRequest',
    says: '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/runtime/conversion.go',
  },
  {
    name: 'a job field',
    ask: ['GET', collectionPath('Job'), fields('x=1')],
    code: 400,
    reason: 'BadRequest',
    says: 'field label "x" not supported for Job',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/v1/conversion.go',
  },
  {
    name: 'no comparison',
    ask: ['GET', PODS, fields('web')],
    code: 400,
    reason: 'BadRequest',
    says: "invalid selector: 'web'; can't understand 'web'",
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/fields/selector.go',
  },
  {
    name: 'the default namespace stays',
    ask: ['DELETE', '/api/v1/namespaces/default'],
    code: 403,
    reason: 'Forbidden',
    says: 'namespaces "default" is forbidden: this namespace may not be deleted',
    source: LIFECYCLE,
  },
  {
    name: 'no such account',
    ask: [
      'POST',
      PODS,
      {
        body: pod({
          metadata: metadata({ name: 'x' }),
          spec: { serviceAccountName: 'robot', containers: [{ name: 'a', image: 'b' }] },
        }),
      },
    ],
    code: 403,
    reason: 'Forbidden',
    says: 'pods "x" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found',
    source: ACCOUNTS,
  },
  {
    name: 'no such priority',
    ask: [
      'POST',
      PODS,
      {
        body: pod({
          metadata: metadata({ name: 'x' }),
          spec: { priorityClassName: 'high', containers: [{ name: 'a', image: 'b' }] },
        }),
      },
    ],
    code: 403,
    reason: 'Forbidden',
    says: 'pods "x" is forbidden: no PriorityClass with name high was found',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/priority/admission.go',
  },
  {
    name: 'which container',
    ask: ['GET', `${PODS}/web/log`],
    code: 400,
    reason: 'BadRequest',
    says: 'a container name must be specified for pod web, choose one of: [app proxy]',
    source: POD_STRATEGY,
  },
  {
    name: 'no such container',
    ask: ['GET', `${PODS}/web/log`, { query: { container: 'db' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'container db is not valid for pod web',
    source: POD_STRATEGY,
  },
  {
    name: 'no earlier container',
    ask: ['GET', `${PODS}/web/log`, { query: { container: 'app', previous: 'true' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'previous terminated container "app" in pod "web" not found',
    source: KUBELET,
  },
  {
    name: 'no image yet',
    ask: ['GET', `${PODS}/pull/log`],
    code: 400,
    reason: 'BadRequest',
    says: 'container "app" in pod "pull" is waiting to start: trying and failing to pull image',
    source: KUBELET,
  },
  {
    name: 'exec where nothing runs',
    ask: ['POST', `${PODS}/pull/exec`, { query: { command: 'sh' } }],
    code: 500,
    reason: 'InternalError',
    says: 'container not found ("app")',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go',
  },
  {
    name: 'exec before a node is found',
    ask: ['POST', `${PODS}/idle/exec`, { query: { command: 'sh' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'pod idle does not have a host assigned',
    source: POD_STRATEGY,
  },
  {
    name: 'bound already',
    ask: ['POST', `${PODS}/web/binding`, { body: { target: { name: 'node-b' } } }],
    code: 409,
    reason: 'Conflict',
    says: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-a"',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/storage/storage.go',
  },
  {
    name: 'a token for a minute',
    ask: [
      'POST',
      '/api/v1/namespaces/shop/serviceaccounts/default/token',
      { body: { spec: { expirationSeconds: 60 } } },
    ],
    code: 422,
    reason: 'Invalid',
    says: 'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/authentication/validation/validation.go',
  },
];
